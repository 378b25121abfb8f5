package com.example.lab.cloud;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.example.lab.assembly.Assembly;
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

/** An assembly of three stacks in two Regions, with the same logical ids in each. */
@ExtendWith(SharedLocalStack.class)
class StacksTests {

	/** The first stack of the manifest needs a value of the second. */
	private static final String MANIFEST = """
			{"artifacts": {
				"Front": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/us-east-1",
					"dependencies": ["Home"], "properties": {"templateFile": "Front.json"}},
				"Home": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/us-east-1",
					"properties": {"templateFile": "Home.json"}},
				"Away": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/ap-northeast-2",
					"properties": {"templateFile": "Away.json"}}}}""";

	private static final String DATABASE = """
			{"Resources": {
				"Database": {"Type": "AWS::RDS::DBInstance", "Properties": {"Engine": "postgres", "EngineVersion": "17",
					"DBInstanceClass": "db.t4g.micro", "AllocatedStorage": "20", "DBName": "postcards",
					"MasterUsername": "owner", "MasterUserPassword": "not-a-secret"}},
				"Where": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/test/where", "Type": "String",
					"Value": {"Fn::Join": [" ", [{"Ref": "AWS::Region"}, {"Fn::GetAtt": ["Database", "DBInstanceArn"]}]]}}}},
			"Outputs": {"Port": {"Value": {"Fn::GetAtt": ["Database", "Endpoint.Port"]},
				"Export": {"Name": "Home:Port"}}}}""";

	private static final String FRONT = """
			{"Resources": {
				"Where": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/test/front", "Type": "String",
					"Value": {"Fn::ImportValue": "Home:Port"}}}},
			"Outputs": {"Url": {"Value": {"Fn::Join": ["", ["http://127.0.0.1:", {"Fn::ImportValue": "Home:Port"}]]}}}}""";

	private final Path folder;

	StacksTests(@TempDir Path folder) throws IOException {
		this.folder = folder;
		write("manifest.json", MANIFEST);
		write("tree.json", "{\"tree\": {\"children\": {}}}");
		write("Home.json", DATABASE);
		write("Away.json", DATABASE);
		write("Front.json", FRONT);
	}

	@Test
	void everyStackRunsInItsRegionAfterThoseItDependsOn(LocalStack localStack) throws Exception {
		LocalStack account = localStack.account("111122223333");
		try (Processes processes = new Processes(this.folder.resolve("logs"))) {
			LabContext lab = new LabContext(this.folder.resolve("run"), Path.of("target/cache"), processes,
					new Events(), new LabClock(1), Map.of(), true);
			try (LocalCloud cloud = LocalCloud.start(Assembly.read(this.folder), List.of(), lab, account)) {
				assertThat(cloud.ledger()).extracting(LedgerEntry::resource)
					.containsExactly("Home/Database", "Home/Where", "Front/Where", "Away/Database", "Away/Where");
				assertThat(cloud.standIns(DBInstance.class))
					.extracting((instance) -> instance.primary().zone().replaceFirst("[a-c]$", ""))
					.containsExactly("us-east-1", "ap-northeast-2");
				assertThat(parameter(account, "/test/where")).startsWith("us-east-1 arn:aws:rds:us-east-1:");
				assertThat(parameter(account.region("ap-northeast-2"), "/test/where"))
					.startsWith("ap-northeast-2 arn:aws:rds:ap-northeast-2:");
				assertThat(cloud.detail("Home/Database")).isNotEqualTo(cloud.detail("Away/Database"));
				assertThat(cloud.url().getPort()).isEqualTo(Integer.parseInt(parameter(account, "/test/front")));
				assertThat(cloud.detail("Home/Database")).contains(":" + cloud.url().getPort());
				assertThat(cloud.drills()).containsKeys("Home/Database", "Away/Database");
				cloud.drill("zone-down", "a", "");
			}
		}
	}

	private static String parameter(LocalStack localStack, String name) {
		return localStack.ssm().getParameter((request) -> request.name(name)).parameter().value();
	}

	private void write(String file, String text) throws IOException {
		Files.writeString(this.folder.resolve(file), text);
	}

}
