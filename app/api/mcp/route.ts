export { apiRoute as DELETE, apiRoute as GET, apiRoute as POST } from '@/server/http/shared-api';
