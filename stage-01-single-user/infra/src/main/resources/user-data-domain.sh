
# --- Certificate ------------------------------------------------------------------
# With a domain the application serves TLS on port 443 itself, and port 80 is for certbot.
DOMAIN_NAME='@DomainName@'

dnf -y --releasever=latest install certbot

install -d -o postcards -g postcards -m 0750 /etc/postcards/tls
cat >/etc/postcards/tls.env <<'EOF'
SERVER_PORT=443
SERVER_SSL_BUNDLE=box
SPRING_SSL_BUNDLE_PEM_BOX_KEYSTORE_CERTIFICATE=file:/etc/postcards/tls/fullchain.pem
SPRING_SSL_BUNDLE_PEM_BOX_KEYSTORE_PRIVATEKEY=file:/etc/postcards/tls/privkey.pem
SPRING_SSL_BUNDLE_PEM_BOX_RELOADONUPDATE=true
EOF

install -d -o root -g root -m 0755 /etc/systemd/system/postcards.service.d
cat >/etc/systemd/system/postcards.service.d/tls.conf <<'EOF'
[Unit]
# Until the first certificate is there it is skipped; the unit below starts it then.
ConditionPathExists=/etc/postcards/tls/privkey.pem

[Service]
EnvironmentFile=/etc/postcards/tls.env
EOF

# Gets the first certificate, renews it in the last third of its life, hands both to the
# application, which takes a new one over without a restart.
cat >/etc/systemd/system/postcards-certificate.service <<EOF
[Unit]
Description=Certificate of Postcards
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart=/usr/bin/certbot certonly --standalone --non-interactive --agree-tos --register-unsafely-without-email \\
  --keep-until-expiring --cert-name postcards --domain $DOMAIN_NAME
ExecStart=/usr/bin/install -C -o postcards -g postcards -m 0400 -t /etc/postcards/tls \\
  /etc/letsencrypt/live/postcards/fullchain.pem /etc/letsencrypt/live/postcards/privkey.pem
ExecStart=/usr/bin/systemctl start --no-block postcards.service
# The name may not point here yet. Four tries an hour stay below the limit of five failures:
# https://letsencrypt.org/docs/rate-limits/
Restart=on-failure
RestartSec=15min
EOF

cat >/etc/systemd/system/postcards-certificate.timer <<'EOF'
[Unit]
Description=Renewal of the certificate of Postcards

[Timer]
OnBootSec=3min
OnUnitInactiveSec=12h

[Install]
WantedBy=timers.target
EOF

systemctl daemon-reload
systemctl restart postcards.service
systemctl enable --now postcards-certificate.timer
