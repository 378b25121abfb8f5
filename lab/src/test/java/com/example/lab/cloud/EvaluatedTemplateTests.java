package com.example.lab.cloud;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.Templates;
import com.example.lab.aws.rds.DBInstance;
import com.example.lab.event.Events;
import com.example.lab.localstack.LocalStack;
import com.example.lab.localstack.SharedLocalStack;
import com.example.lab.process.Processes;
import com.example.lab.standin.LabClock;
import com.example.lab.standin.LabContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Conditions and dynamic references in what the lab runs. */
@ExtendWith(SharedLocalStack.class)
class EvaluatedTemplateTests {

	private static final String TEMPLATE = """
			{"Conditions": {"Never": {"Fn::Equals": ["1", "2"]}, "Always": {"Fn::Equals": ["1", "1"]}},
			"Resources": {
				"Version": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "%1$s", "Type": "String", "Value": "17"}},
				"Parameters": {"Type": "AWS::RDS::DBParameterGroup", "Condition": "Always", "Properties": {"Family": "postgres17",
					"Parameters": {"log_min_duration_statement": {"Fn::If": ["Never", {"Ref": "Version"}, "321"]},
						"work_mem": {"Fn::If": ["Never", "64MB", {"Ref": "AWS::NoValue"}]}}}},
				"Gone": {"Type": "AWS::RDS::DBParameterGroup", "Condition": "Never", "Properties": {"Family": "postgres17"}},
				"Database": {"Type": "AWS::RDS::DBInstance", "DependsOn": "Version", "Properties": {"Engine": "postgres",
					"EngineVersion": %2$s, "DBInstanceClass": "db.t4g.micro", "AllocatedStorage": "20",
					"DBName": "app", "MasterUsername": "owner", "MasterUserPassword": "not-a-secret",
					"DBParameterGroupName": {"Ref": "%3$s"}}}}}""";

	private final String parameter = "/evaluated/" + UUID.randomUUID();

	private final Path temporary;

	private final LocalStack localStack;

	EvaluatedTemplateTests(@TempDir Path temporary, LocalStack localStack) {
		this.temporary = temporary;
		this.localStack = localStack;
	}

	@Test
	void valuesAreThoseThatCloudFormationWouldUse() throws Exception {
		try (Processes processes = new Processes(this.temporary.resolve("logs"));
				LocalCloud cloud = start("111122223334", processes, "\"{{resolve:ssm:%s}}\"".formatted(this.parameter),
						"Parameters")) {
			DBInstance database = cloud.standIns(DBInstance.class).get(0);
			try (Connection connection = database.postgres().connect("app")) {
				assertThat(setting(connection, "log_min_duration_statement")).isEqualTo("321ms");
				assertThat(setting(connection, "work_mem")).isNotEqualTo("64MB");
			}
		}
	}

	@Test
	void refusesWhatCloudFormationRefusesBeforeAnythingStarts() {
		try (Processes processes = new Processes(this.temporary.resolve("logs"))) {
			assertThatExceptionOfType(DeploymentException.class)
				.isThrownBy(() -> start("111122223335", processes, "\"{{resolve:ssm:/no/such}}\"", "Gone"))
				.withMessageContaining("Stack/Database/Resource (AWS::RDS::DBInstance) refers to "
						+ "Stack/Gone/Resource (AWS::RDS::DBParameterGroup), whose condition Never is false.")
				.withMessageContaining(
						"Stack/Database/Resource (AWS::RDS::DBInstance): The parameter /no/such cannot be read");
			assertThat(processes.running()).isEmpty();
		}
	}

	private LocalCloud start(String account, Processes processes, String version, String group) {
		LabContext lab = new LabContext(this.temporary.resolve("run"), Path.of("target/cache"), processes, new Events(),
				new LabClock(1), Map.of(), true);
		return LocalCloud.start(
				new Assembly(Path.of("."),
						List.of(Templates.stack(TEMPLATE.formatted(this.parameter, version, group)))),
				List.of(), lab, this.localStack.account(account));
	}

	private static String setting(Connection connection, String name) throws Exception {
		try (ResultSet result = connection.createStatement().executeQuery("show " + name)) {
			result.next();
			return result.getString(1);
		}
	}

}
