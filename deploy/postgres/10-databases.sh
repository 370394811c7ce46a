#!/bin/sh
# A database for each service and a role that owns it and can do nothing else.
# Runs once, on an empty volume; passwords come from the same files that the services read.
set -eu
secrets=${SECRETS:-/run/secrets}

for file in "$secrets"/*_database_url; do
  service=$(basename "$file" _database_url)
  url=$(cat "$file")
  password=${url#*://*:}
  export ROLE_PASSWORD="${password%%@*}"
  psql --quiet --no-psqlrc --set=ON_ERROR_STOP=1 --set=service="$service" --dbname=postgres <<'SQL'
\getenv password ROLE_PASSWORD
CREATE ROLE :"service" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'password';
CREATE DATABASE :"service" OWNER :"service" TEMPLATE template0 ENCODING 'UTF8';
REVOKE ALL ON DATABASE :"service" FROM PUBLIC;
ALTER ROLE :"service" SET idle_in_transaction_session_timeout = '60s';
SQL
done

psql --quiet --no-psqlrc --set=ON_ERROR_STOP=1 --dbname=postgres \
  --command='REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC'
