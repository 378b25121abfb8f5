package com.example.lab.rds;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import com.example.lab.standin.StandIn;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The parameters of a cluster.
 *
 * @param byName as the template has them
 */
record ClusterParameters(Map<String, String> byName) {

	/** What holds without a parameter group of the template. */
	static final ClusterParameters DEFAULTS = new ClusterParameters(Map.of());

	private static final Pattern AURORAS_OWN = Pattern.compile("(apg|aurora|rds)_.*|.*\\..*|shared_preload_libraries");

	static ClusterParameters of(JsonNode parameters) {
		Map<String, String> byName = new TreeMap<>();
		parameters.properties().forEach((parameter) -> byName.put(parameter.getKey(), parameter.getValue().asString()));
		return new ClusterParameters(byName);
	}

	static ClusterParameters of(@Nullable StandIn group) {
		return (group instanceof DBClusterParameterGroup ours) ? ours.parameters() : DEFAULTS;
	}

	boolean forceSsl() {
		return "1".equals(this.byName.get("rds.force_ssl"));
	}

	boolean logicalReplication() {
		return "1".equals(this.byName.get("rds.logical_replication"));
	}

	/**
	 * What PostgreSQL itself is to be told; the rest only Aurora's build knows.
	 */
	Map<String, String> settings() {
		Map<String, String> settings = new TreeMap<>(this.byName);
		settings.keySet().removeIf((name) -> AURORAS_OWN.matcher(name).matches());
		if (logicalReplication()) {
			settings.put("wal_level", "logical");
		}
		return settings;
	}

}
