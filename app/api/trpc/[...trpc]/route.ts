export { apiRoute as GET, apiRoute as POST } from '@/server/http/shared-api';
