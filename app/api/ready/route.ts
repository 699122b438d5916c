export { apiRoute as GET } from '@/server/http/shared-api';
