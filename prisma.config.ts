import { defineConfig } from 'prisma/config';

// For Prisma's own command line (`prisma migrate deploy`, `prisma studio`); the product migrates by itself at start.
export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? '' },
});
