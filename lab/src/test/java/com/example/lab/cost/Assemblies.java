package com.example.lab.cost;

import java.nio.file.Path;
import java.util.List;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Assemblies for tests, from the resources of a template. */
public final class Assemblies {

	/** Aurora Serverless v2 that pauses after five minutes. */
	public static final String SERVERLESS = """
			"Writer": {"Type": "AWS::RDS::DBInstance", "Properties":
				{"DBInstanceClass": "db.serverless", "Engine": "aurora-postgresql", "DBClusterIdentifier": {"Ref": "Cluster"}}},
			"Cluster": {"Type": "AWS::RDS::DBCluster", "Properties": {"BackupRetentionPeriod": 7,
				"ServerlessV2ScalingConfiguration": {"MinCapacity": 0, "MaxCapacity": 2, "SecondsUntilAutoPause": 300}}}""";

	/** RDS for PostgreSQL, whose storage is not counted. */
	public static final String BY_THE_HOUR = """
			"Database": {"Type": "AWS::RDS::DBInstance", "Properties":
				{"DBInstanceClass": "db.t4g.micro", "Engine": "postgres"}}""";

	private Assemblies() {
	}

	/**
	 * An assembly of one stack.
	 * @param resources the inside of {@code Resources}
	 */
	public static Assembly of(String resources) {
		return ofTemplate("{\"Resources\": {%s}}".formatted(resources));
	}

	static Assembly ofTemplate(String template) {
		ObjectNode json = JsonMapper.shared().readValue(template, ObjectNode.class);
		List<Resource> list = json.path("Resources")
			.properties()
			.stream()
			.map((entry) -> new Resource(entry.getKey(), entry.getValue().path("Type").asString(),
					"Stack/" + entry.getKey() + "/Resource", entry.getValue()))
			.toList();
		return new Assembly(Path.of(""), List.of(new StackTemplate("Stack", Path.of("Stack.json"), json, list)));
	}

}
