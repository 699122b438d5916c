# syntax=docker/dockerfile:1
# llmgenie in one image: `web`, `worker` or both, by LLMGENIE_ROLE. See docs/deployment.md.

FROM node:22-bookworm-slim AS build
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1
WORKDIR /app
COPY package.json package-lock.json ./
# The build needs what running needs; npm ci keeps to the lock file.
RUN npm ci --omit=dev --no-audit --no-fund
COPY . .
# The same steps that `npm start` takes, so that a start finds everything made.
RUN node server/cli/build.mjs

FROM node:22-bookworm-slim AS run
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOST=0.0.0.0 PORT=3000 LLMGENIE_DATA=/data
WORKDIR /app
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin genie \
  && install -d -o genie -g genie -m 0700 /data
COPY --from=build --chown=root:root /app /app
USER genie
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/ready`).then(({ok})=>process.exit(ok?0:1),()=>process.exit(1))"]
CMD ["node", "server/cli/start.mjs"]
