#!/bin/bash
# Turns a fresh Amazon Linux 2023 box into Postcards: PostgreSQL, the application, its
# unit. Lightsail runs it once, as root, at the first boot. The log of that run is in
# /var/log/cloud-init-output.log.
set -euo pipefail

RELEASE_URL='@ReleaseUrl@'
INSTANCE_NAME='@InstanceName@'

# The image may be older than these packages, and by itself it knows those of its own day only:
# https://docs.aws.amazon.com/linux/al2023/ug/deterministic-upgrades-usage.html
dnf -y --releasever=latest install java-25-amazon-corretto-headless openssl postgresql17-server

# Any process on the box can read the user data, so the password is made here.
DATABASE_PASSWORD=$(openssl rand -hex 24)

# --- PostgreSQL -------------------------------------------------------------------
postgresql-setup --initdb

# The whole file: what is not named here has PostgreSQL's default. It logs to the journal.
cat >/var/lib/pgsql/data/postgresql.conf <<'EOF'
listen_addresses = '127.0.0.1'
max_connections = 30
shared_buffers = 256MB
effective_cache_size = 768MB
random_page_cost = 1.1
log_min_duration_statement = 500ms
EOF

cat >/var/lib/pgsql/data/pg_hba.conf <<'EOF'
# type  database   user       address        method
local   all        postgres                  peer
host    postcards  postcards  127.0.0.1/32   scram-sha-256
EOF

systemctl enable --now postgresql.service

# An encoding of its own, because the first boot has no locale to take one from.
runuser -u postgres -- psql --set=ON_ERROR_STOP=1 <<EOF
CREATE ROLE postcards LOGIN PASSWORD '$DATABASE_PASSWORD';
CREATE DATABASE postcards OWNER postcards TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8';
EOF

# --- Application ------------------------------------------------------------------
useradd --system --home-dir /var/lib/postcards --shell /sbin/nologin postcards
install -d -o root -g root -m 0755 /opt/postcards /etc/postcards
install -d -o postcards -g postcards -m 0750 /var/lib/postcards /var/lib/postcards/photos

# tag::release[]
# The static IP arrives while this runs and cuts what is being downloaded: a stalled
# transfer is given up after 20 seconds and tried again, and so is one that was reset.
curl -fsSL --retry 5 --retry-all-errors --connect-timeout 10 --speed-time 20 --output /opt/postcards/postcards.jar "$RELEASE_URL"

umask 077
cat >/etc/postcards/postcards.env <<EOF
SERVER_PORT=80
MANAGEMENT_SERVER_PORT=9000
SPRING_DATASOURCE_URL=jdbc:postgresql://127.0.0.1:5432/postcards
SPRING_DATASOURCE_USERNAME=postcards
SPRING_DATASOURCE_PASSWORD=$DATABASE_PASSWORD
POSTCARDS_PHOTOS_DIRECTORY=/var/lib/postcards/photos
POSTCARDS_INSTANCE=$INSTANCE_NAME
EOF
umask 022
# end::release[]

cat >/etc/systemd/system/postcards.service <<'EOF'
[Unit]
Description=Postcards
Wants=network-online.target postgresql.service
After=network-online.target postgresql.service
# Never give up: each try is a chance that the cause is gone.
StartLimitIntervalSec=0

[Service]
User=postcards
WorkingDirectory=/var/lib/postcards
EnvironmentFile=/etc/postcards/postcards.env
# Fewer malloc arenas: big photos would leave each of them large.
Environment=MALLOC_ARENA_MAX=2
ExecStart=/usr/bin/java -XX:+UseSerialGC -Xms64m -Xmx192m -XX:+ExitOnOutOfMemoryError -jar /opt/postcards/postcards.jar
# 143 is how a JVM answers SIGTERM.
SuccessExitStatus=143
# Longer than the 30 seconds that requests under way get to finish.
TimeoutStopSec=40
Restart=on-failure
RestartSec=2
MemoryMax=768M

# A port under 1024 without root, and nothing else.
AmbientCapabilities=CAP_NET_BIND_SERVICE
CapabilityBoundingSet=CAP_NET_BIND_SERVICE
NoNewPrivileges=yes
ProtectSystem=strict
ReadWritePaths=/var/lib/postcards
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
UMask=0027

[Install]
WantedBy=multi-user.target
EOF

# Both services log to the journal, which drops its oldest files beyond this size.
install -d -o root -g root -m 0755 /etc/systemd/journald.conf.d
cat >/etc/systemd/journald.conf.d/postcards.conf <<'EOF'
[Journal]
Storage=persistent
SystemMaxUse=500M
EOF

systemctl restart systemd-journald.service
systemctl daemon-reload
systemctl enable --now postcards.service
