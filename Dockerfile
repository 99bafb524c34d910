# Images of Glyphflow, built by `npm run images` (docs/images.md):
#   gateway, ocr, results   the functions
#   eventing                source and sink, by its argument
#   all-in-one              what `npm start` runs
# Everything is below /app in the build and in the images: bundles import packages by absolute path.

# Debian with the Node release of package.json; `npm run images -- --pin` adds the digest.
ARG BASE=node:24.21.0-bookworm-slim

FROM ${BASE} AS packages
RUN apt-get update && apt-get install -y --no-install-recommends tini
WORKDIR /app
COPY package.json package-lock.json ./
# No install scripts: that of the package `node` would bring a second Node.
RUN npm install --no-save --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error
COPY scripts/images/sbom.ts ./
RUN node sbom.ts > sbom.cdx.json
# Packages that bundles load at run time.
RUN mkdir -p /packages/pictures /packages/engines \
 && cp -a --parents -t /packages/pictures \
      node_modules/@img/sharp-linux-* node_modules/@img/sharp-libvips-linux-* \
      node_modules/@hyzyla/pdfium/package.json node_modules/@hyzyla/pdfium/dist/index.esm.js \
      node_modules/@hyzyla/pdfium/dist/pdfium.wasm \
      node_modules/@cwasm/nsbmp node_modules/@canvas/image-data \
      node_modules/libheif-js/package.json node_modules/libheif-js/wasm-bundle.js \
      node_modules/libheif-js/libheif-wasm/libheif-bundle.js node_modules/libheif-js/libheif-wasm/LICENSE \
 && cp -a --parents -t /packages/engines \
      node_modules/koffi node_modules/@koromix \
      node_modules/tesseract.js node_modules/bmp-js node_modules/is-url \
      node_modules/regenerator-runtime node_modules/wasm-feature-detect \
      node_modules/tesseract.js-core/package.json \
      node_modules/tesseract.js-core/tesseract-core-lstm.js \
      node_modules/tesseract.js-core/tesseract-core-lstm.wasm \
      node_modules/tesseract.js-core/tesseract-core-relaxedsimd-lstm.js \
      node_modules/tesseract.js-core/tesseract-core-relaxedsimd-lstm.wasm

FROM packages AS build
COPY . .
RUN node scripts/build/main.ts --out /out

# Ordered by how often a layer changes, the rarest first.
FROM ${BASE} AS run
ARG BASE
LABEL org.opencontainers.image.base.name=${BASE} \
      org.opencontainers.image.title=Glyphflow \
      org.opencontainers.image.description="Text out of images, on your own machines"
# PID 1: the kernel ignores a SIGKILL that PID 1 sends to itself, and a SIGTERM before Node handles it.
COPY --from=packages /usr/bin/tini /usr/bin/
WORKDIR /app
COPY --from=packages /app/sbom.cdx.json ./
# Owned by the images' user, like the code that it keeps.
RUN install -d -o 1000 -g 1000 compile-cache
# As scripts/start.sh and lean-process.ts set them.
ENV MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=131072 MALLOC_TRIM_THRESHOLD_=131072 \
    NODE_COMPILE_CACHE=/app/compile-cache HOST=0.0.0.0
ENTRYPOINT ["tini", "--", "node", "--max-semi-space-size=2", "--single-threaded-gc", \
            "--disable-warning=TimeoutNegativeWarning"]

FROM run AS results
COPY --from=build /out/functions/results functions/results
USER 1000:1000
RUN --mount=type=bind,from=build,source=/app,target=/build \
    NODE_DISABLE_COMPILE_CACHE=1 node /build/scripts/images/once/main.ts functions/results
CMD ["functions/results/main.mjs"]

FROM run AS eventing
COPY --from=build /out/eventing/source eventing/source
COPY --from=build /out/eventing/sink eventing/sink
RUN ln -s eventing/source/main.mjs source && ln -s eventing/sink/main.mjs sink
USER 1000:1000
RUN --mount=type=bind,from=build,source=/app,target=/build \
    NODE_DISABLE_COMPILE_CACHE=1 node /build/scripts/images/once/main.ts eventing/source eventing/sink
CMD ["source"]

FROM run AS pictures
COPY --from=packages /packages/pictures ./

FROM pictures AS gateway
COPY loadtest/samples loadtest/samples
ENV SITE_DIR=/app/site
COPY --from=build /out/site site
COPY --from=build /out/functions/gateway functions/gateway
USER 1000:1000
RUN --mount=type=bind,from=build,source=/app,target=/build \
    NODE_DISABLE_COMPILE_CACHE=1 node /build/scripts/images/once/main.ts functions/gateway
CMD ["functions/gateway/main.mjs"]

FROM pictures AS engines
RUN apt-get update \
 && apt-get install -y --no-install-recommends libtesseract5 tesseract-ocr-eng tesseract-ocr-osd \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt /var/log/*
COPY --from=packages /packages/engines ./

FROM engines AS ocr
COPY --from=build /out/functions/ocr functions/ocr
USER 1000:1000
RUN --mount=type=bind,from=build,source=/app,target=/build \
    NODE_DISABLE_COMPILE_CACHE=1 node /build/scripts/images/once/main.ts functions/ocr
CMD ["functions/ocr/main.mjs"]

FROM engines AS all-in-one
# Owner of a volume that is empty at its first use.
RUN install -d -m 700 -o 1000 -g 1000 /data
COPY loadtest/samples loadtest/samples
COPY knative/pipeline knative/pipeline
ENV DATA_DIR=/data SITE_DIR=/app/site
COPY --from=build /out/site site
COPY --from=build /out/functions functions
COPY --from=build /out/eventing/runtime eventing/runtime
USER 1000:1000
RUN --mount=type=bind,from=build,source=/app,target=/build \
    NODE_DISABLE_COMPILE_CACHE=1 node /build/scripts/images/once/main.ts eventing/runtime
CMD ["eventing/runtime/main.mjs"]
