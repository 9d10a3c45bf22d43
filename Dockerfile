# docker build --build-arg VERSION=1.2.3 -t ipstoolkit .   The README says how to run it.

# Styles and scripts.
FROM node:22-bookworm-slim AS assets
WORKDIR /src/assets
COPY assets/package.json assets/package-lock.json assets/.npmrc ./
RUN npm ci --no-audit --no-fund --omit=dev
COPY assets ./
RUN npm run build

# The program. SQLite is C, so cgo stays on; everything is linked in, so that the last image needs no libraries.
FROM golang:1.26-bookworm AS program
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=assets /src/assets/dist assets/dist
ARG VERSION=development
RUN CGO_ENABLED=1 go build -o /out/ipstoolkit -trimpath \
      -tags netgo,osusergo,sqlite_omit_load_extension \
      -ldflags "-s -w -X main.build=$VERSION -linkmode external -extldflags -static" \
      ./cmd/ipstoolkit \
    && mkdir -p /out/data /out/tmp

# No shell, no libraries, no root: the program, the certificates it checks sign-in services with, and its data.
FROM scratch
COPY --from=program /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=program /src/THIRD-PARTY.md /
COPY --from=program --chown=65532:65532 /out/data /data
COPY --from=program --chown=65532:65532 /out/tmp /tmp
COPY --from=program /out/ipstoolkit /ipstoolkit
USER 65532:65532
ENV IPS_DATA=/data IPS_LISTEN=0.0.0.0:8080
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["/ipstoolkit"]
CMD ["serve"]
