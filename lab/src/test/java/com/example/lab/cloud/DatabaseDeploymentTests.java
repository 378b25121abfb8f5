package com.example.lab.cloud;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.Resource;
import com.example.lab.assembly.Runner;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.aws.rds.DBCluster;
import com.example.lab.event.Events;
import com.example.lab.localstack.DynamicReferences;
import com.example.lab.localstack.LocalStack;
import com.example.lab.localstack.SharedLocalStack;
import com.example.lab.process.Processes;
import com.example.lab.standin.LabClock;
import com.example.lab.standin.LabContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@ExtendWith(SharedLocalStack.class)
class DatabaseDeploymentTests {

	/** As the CDK writes it. */
	private static final String TEMPLATE = """
			{"Resources": {
			"Secret": {"Type": "AWS::SecretsManager::Secret", "Properties": {"GenerateSecretString": {
				"SecretStringTemplate": "{\\"username\\": \\"owner\\"}", "GenerateStringKey": "password",
				"ExcludeCharacters": " %+~`#$&*()|[]{}:;<>?!'/@\\"\\\\"}}},
			"Attachment": {"Type": "AWS::SecretsManager::SecretTargetAttachment", "Properties": {
				"SecretId": {"Ref": "Secret"}, "TargetId": {"Ref": "Cluster"}, "TargetType": "AWS::RDS::DBCluster"}},
			"Subnets": {"Type": "AWS::RDS::DBSubnetGroup"},
			"Parameters": {"Type": "AWS::RDS::DBClusterParameterGroup", "Properties": {
				"Parameters": {"rds.force_ssl": "1"}}},
			"Writer": {"Type": "AWS::RDS::DBInstance", "Properties": {
				"DBClusterIdentifier": {"Ref": "Cluster"}, "DBInstanceClass": "db.serverless"}},
			"Cluster": {"Type": "AWS::RDS::DBCluster", "Properties": {
				"Engine": "aurora-postgresql", "Port": 5432, "DatabaseName": "postcards",
				"DBSubnetGroupName": {"Ref": "Subnets"}, "DBClusterParameterGroupName": {"Ref": "Parameters"},
				"MasterUsername": "owner",
				"MasterUserPassword": {"Fn::Join": ["", ["{{resolve:secretsmanager:", {"Ref": "Secret"},
					":SecretString:password::}}"]]},
				"ServerlessV2ScalingConfiguration": {"MinCapacity": 0, "MaxCapacity": 2}}},
			"Instance": {"Type": "AWS::RDS::DBInstance", "Properties": {
				"Engine": "postgres", "EngineVersion": "17", "DBInstanceClass": "db.t4g.micro",
				"AllocatedStorage": "20", "DBName": "postcards", "DBSubnetGroupName": {"Ref": "Subnets"},
				"DBParameterGroupName": {"Ref": "InstanceParameters"}, "MasterUsername": "owner",
				"MasterUserPassword": {"Fn::Join": ["", ["{{resolve:secretsmanager:", {"Ref": "Secret"},
					":SecretString:password::}}"]]}}},
			"InstanceParameters": {"Type": "AWS::RDS::DBParameterGroup", "Properties": {
				"Family": "postgres17", "Parameters": {"max_connections": "20"}}}},
			"Outputs": {
				"Instance": {"Value": {"Fn::Join": [":", [{"Fn::GetAtt": ["Instance", "Endpoint.Address"]},
					{"Fn::GetAtt": ["Instance", "Endpoint.Port"]}]]}},
				"Address": {"Value": {"Fn::Join": [":", [{"Fn::GetAtt": ["Cluster", "Endpoint.Address"]},
					{"Fn::GetAtt": ["Cluster", "Endpoint.Port"]}]]}},
				"Secret": {"Value": {"Ref": "Attachment"}}}}""";

	@Test
	void aClusterAndAnInstanceTakeTheirPasswordFromTheSecretOfTheTemplate(@TempDir Path temporary,
			LocalStack localStack) throws Exception {
		try (Processes processes = new Processes(temporary.resolve("logs"))) {
			LabContext lab = new LabContext(temporary.resolve("run"), Path.of("target/cache"), processes, new Events(),
					new LabClock(1), Map.of(), true);
			assertThatIllegalStateException().isThrownBy(lab::localStack);
			try (LocalCloud cloud = LocalCloud.start(assembly(), List.of(), lab, localStack)) {
				String password = new DynamicReferences(() -> localStack).resolve("MasterUserPassword",
						"{{resolve:secretsmanager:%s:SecretString:password}}".formatted(cloud.outputs().get("Secret")));

				for (String output : List.of("Address", "Instance")) {
					String url = "jdbc:postgresql://%s/postcards?sslmode=verify-full&sslrootcert=%s"
						.formatted(cloud.outputs().get(output), lab.certificateAuthority().certificate());
					try (Connection connection = DriverManager.getConnection(url, "owner", password)) {
						assertThat(connection.isValid(1)).isTrue();
					}
				}
				assertThat(cloud.standIns(DBCluster.class)).singleElement()
					.satisfies((cluster) -> assertThat(cluster.meter().pauses()).isZero());
				assertThat(cloud.ledger()).filteredOn((entry) -> entry.runner() == Runner.INERT).hasSize(1);
				assertThat(new DynamicReferences(() -> localStack).resolve("MasterUserPassword",
						"{{resolve:secretsmanager:%1$s:SecretString:host}}:{{resolve:secretsmanager:%1$s:SecretString:port}}/{{resolve:secretsmanager:%1$s:SecretString:dbname}}"
							.formatted(cloud.outputs().get("Secret"))))
					.isEqualTo(cloud.outputs().get("Address") + "/postcards");
				assertThat(cloud.drills()).containsOnlyKeys("Cluster", "Instance", "zone-down", "zone-up");
			}
		}
	}

	private static Assembly assembly() {
		ObjectNode json = JsonMapper.shared().readValue(TEMPLATE, ObjectNode.class);
		List<Resource> resources = json.path("Resources")
			.properties()
			.stream()
			.map((entry) -> new Resource(entry.getKey(), entry.getValue().path("Type").asString(),
					"Database/" + entry.getKey(), entry.getValue()))
			.toList();
		String name = "Database-" + Long.toHexString(System.nanoTime());
		return new Assembly(Path.of("."), List.of(new StackTemplate(name, Path.of("t.json"), json, resources)));
	}

}
