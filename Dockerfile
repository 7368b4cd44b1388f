# Corridor in a container: `corridor serve` on port 8080, everything worth keeping under /data.
# compose.yaml beside this file starts it; docs/operating.md says what to back up.
#
# Node 24 is the long-term line that is maintained until April 2028; any from 22 works: --build-arg NODE=22.
ARG NODE=24

FROM node:${NODE}-bookworm-slim AS build
WORKDIR /app

# Dependencies first: this layer is made again only when they change. `npm ci` would also run `prepare`, which
# needs the sources; so scripts are off. Nothing compiles: SQLite comes ready for Node 22 and newer (src/sqlite.ts).
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts

COPY tsconfig.json ./
COPY scripts scripts
COPY src src
# Debian's ffmpeg encodes three times as fast as the bundled one, which therefore stays behind.
RUN npm run build \
  && npm prune --omit=dev --ignore-scripts \
  && rm -rf node_modules/@ffmpeg-installer/*-*

FROM node:${NODE}-bookworm-slim
LABEL org.opencontainers.image.title="Corridor" \
  org.opencontainers.image.description="A podcast studio for companies: from the raw recording to a proven episode in a proven feed" \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.vendor="The Corridor authors"

# tini passes signals on and buries what ffmpeg leaves behind; process 1 must do both.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ffmpeg tini \
  && rm -rf /var/lib/apt/lists/* \
  && install --directory --owner=node --group=node /data/episodes /data/feed \
  && ln -s /app/dist/cli/main.js /usr/local/bin/corridor

WORKDIR /app
COPY package.json LICENSE ./
COPY templates templates
COPY episodes/sample episodes/sample
# The two things that the built program reads from its sources.
COPY src/catalogue/migrations src/catalogue/migrations
COPY src/web/pages/style src/web/pages/style
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist

ENV NODE_ENV=production \
  EPISODES_STORE=file:/data/episodes \
  FEED_STORE=file:/data/feed \
  CATALOGUE=/data/episodes/catalogue.db \
  FFMPEG_PATH=/usr/bin/ffmpeg \
  HOST=0.0.0.0 \
  PORT=8080

# The program's own files belong to root: whoever gets in as `node` cannot change them.
USER node
VOLUME ["/data/episodes", "/data/feed"]
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tini", "--"]
CMD ["corridor", "serve"]
