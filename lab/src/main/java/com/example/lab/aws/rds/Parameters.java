package com.example.lab.aws.rds;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import com.example.lab.postgres.PostgresServer;
import com.example.lab.standin.StandIn;
import com.example.lab.tls.CertificateAuthority;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The parameters of a cluster or an instance.
 *
 * @param byName as the template has them
 */
record Parameters(Map<String, String> byName) {

	/** What holds without a parameter group of the template. */
	static final Parameters DEFAULTS = new Parameters(Map.of());

	private static final String FORCE_SSL = "rds.force_ssl";

	private static final String LOGICAL_REPLICATION = "rds.logical_replication";

	/** Known to the builds of AWS alone, or to an extension. */
	private static final Pattern NOT_OF_POSTGRES = Pattern
		.compile("(apg|aurora|rds)_.*|.*\\..*|shared_preload_libraries");

	private static final Set<String> KNOWN = Set.of(FORCE_SSL, LOGICAL_REPLICATION);

	/** What RDS sets itself; users cannot change it. */
	private static final Set<String> FIXED = Set.of("archive_command", "archive_mode", "archive_timeout",
			"data_directory", "fsync", "full_page_writes", "hba_file", "listen_addresses", "port",
			"synchronous_standby_names", "wal_level");

	static Parameters of(JsonNode parameters) {
		Map<String, String> byName = new TreeMap<>();
		parameters.properties().forEach((parameter) -> byName.put(parameter.getKey(), parameter.getValue().asString()));
		return new Parameters(byName);
	}

	static Parameters of(@Nullable StandIn group) {
		return (group instanceof ParameterGroup ours) ? ours.parameters() : DEFAULTS;
	}

	/**
	 * The parameters of an instance of RDS for PostgreSQL 17, with what RDS sets when a
	 * group does not. PostgreSQL itself refuses names and values that it does not know.
	 * @throws IllegalArgumentException if one of them does nothing here, or cannot be set
	 * @see <a href=
	 * "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html">SSL
	 * is required by default</a>
	 */
	Parameters forInstance(InstanceClass size) {
		this.byName.keySet().forEach(Parameters::check);
		Map<String, String> all = new TreeMap<>(this.byName);
		all.putIfAbsent(FORCE_SSL, "1");
		all.putIfAbsent("max_connections", Integer.toString(size.maxConnections()));
		return new Parameters(all);
	}

	/**
	 * These with a change. PostgreSQL itself refuses names and values that it does not
	 * know.
	 * @param change such as {@code log_min_duration_statement=500}
	 * @throws IllegalArgumentException if it is none, does nothing here, or cannot be
	 * made
	 */
	Parameters with(String change) {
		int equals = change.indexOf('=');
		if (equals < 1) {
			throw new IllegalArgumentException("parameter needs NAME=VALUE, not '%s'".formatted(change));
		}
		String name = change.substring(0, equals);
		String value = change.substring(equals + 1);
		check(name);
		if (KNOWN.contains(name) && !value.matches("[01]")) {
			throw new IllegalArgumentException("%s is 0 or 1, not '%s'".formatted(name, value));
		}
		Map<String, String> all = new TreeMap<>(this.byName);
		all.put(name, value);
		return new Parameters(all);
	}

	private static void check(String name) {
		if (FIXED.contains(name)) {
			throw new IllegalArgumentException("RDS sets the parameter %s itself; remove it.".formatted(name));
		}
		if (NOT_OF_POSTGRES.matcher(name).matches() && !KNOWN.contains(name)) {
			throw new IllegalArgumentException(
					"The lab does not know the parameter %s; of RDS's own it knows %s and %s.".formatted(name,
							FORCE_SSL, LOGICAL_REPLICATION));
		}
	}

	boolean forceSsl() {
		return "1".equals(this.byName.get(FORCE_SSL));
	}

	boolean logicalReplication() {
		return "1".equals(this.byName.get(LOGICAL_REPLICATION));
	}

	/**
	 * For the event that a server accepts connections.
	 */
	String tls() {
		return forceSsl() ? "with TLS only" : "with or without TLS";
	}

	/**
	 * Gives a server these parameters, a certificate, and the rule for its clients.
	 * @param server has a data directory and does not run
	 */
	void configure(PostgresServer server, CertificateAuthority authority) throws IOException {
		server.useTls(authority);
		Files.writeString(server.data().resolve("pg_hba.conf"),
				"%s all all 127.0.0.1/32 scram-sha-256\n".formatted(forceSsl() ? "hostssl" : "host"));
		settings().forEach(server::set);
	}

	/**
	 * The settings of PostgreSQL itself. Its defaults allow ten replication slots and ten
	 * senders.
	 */
	private Map<String, String> settings() {
		Map<String, String> settings = new TreeMap<>(this.byName);
		settings.keySet().removeIf((name) -> NOT_OF_POSTGRES.matcher(name).matches());
		settings.put("wal_level", logicalReplication() ? "logical" : "replica");
		return settings;
	}

}
