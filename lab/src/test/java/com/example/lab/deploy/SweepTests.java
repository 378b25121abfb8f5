package com.example.lab.deploy;

import java.util.List;
import java.util.stream.Stream;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What LocalStack cannot show: databases, Lightsail, pages, refusals. */
class SweepTests {

	private static final Target TARGET = new Target(93, "stage-93-swept", "us-east-1", null);

	private static final Identity ME = new Identity("111122223333", "arn:aws:iam::111122223333:user/me");

	private static final String KEPT = "arn:aws:secretsmanager:us-east-1:111122223333:secret:kept";

	private final FakeAws aws = new FakeAws();

	private final AwsAccount account = this.aws.account();

	private final Events events = new Events();

	SweepTests() {
		this.aws.stack("Swept", TARGET.stage(), "DELETE_COMPLETE")
			.event("AWS::RDS::DBInstance", "Database", "swept-database-1", "DELETE_COMPLETE", "")
			.event("AWS::RDS::DBCluster", "Cluster", "swept-cluster-1", "DELETE_COMPLETE", "")
			.event("AWS::SSM::Parameter", "Setting", "/Swept/setting", "DELETE_COMPLETE", "")
			.event("AWS::EC2::Instance", "Server", "i-replaced", "DELETE_COMPLETE", "")
			.event("AWS::EC2::Instance", "Server", "i-kept", "DELETE_SKIPPED", "")
			.event("AWS::SecretsManager::Secret", "Secret", KEPT, "DELETE_SKIPPED", "")
			.event("AWS::CloudFormation::Stack", "Swept", "arn:aws:cloudformation:us-east-1:111122223333:stack/Swept/1",
					"DELETE_COMPLETE", "");
		this.aws.stack("Other", "stage-94-other", "CREATE_COMPLETE");
	}

	@AfterEach
	void end() {
		this.account.close();
		this.aws.close();
	}

	@ParameterizedTest
	@MethodSource("backups")
	void keepsABackupUnlessItIsToBeDeleted(Kind kind) {
		plant(kind);

		assertThat(sweep()).containsExactly(kind.told() + " BACKUP");
		assertThat(destroy(false)).containsExactly(kind.told() + " BACKUP");
		assertThat(this.aws.calls()).isEmpty();
		assertThat(destroy(true)).isEmpty();
		assertThat(this.aws.calls()).containsExactly(kind.deletion());
		assertThat(messages()).contains("Deleted a leftover: " + kind.told());
	}

	static Stream<Kind> backups() {
		String tags = "<TagList><Tag><Key>workshop</Key><Value>ten-million-users</Value></Tag><Tag><Key>stage</Key><Value>%2$s</Value></Tag></TagList>";
		return Stream.of(new Kind("DescribeDBSnapshots",
				"<DBSnapshotIdentifier>%1$s</DBSnapshotIdentifier><DBInstanceIdentifier>db</DBInstanceIdentifier><SnapshotType>manual</SnapshotType>"
						+ tags,
				"snapshot of a database %s", "DeleteDBSnapshot %s"),
				new Kind("DescribeDBClusterSnapshots",
						"<DBClusterSnapshotIdentifier>%1$s</DBClusterSnapshotIdentifier><DBClusterIdentifier>db</DBClusterIdentifier><SnapshotType>manual</SnapshotType>"
								+ tags,
						"snapshot of a database %s", "DeleteDBClusterSnapshot %s"),
				new Kind("DescribeDBInstanceAutomatedBackups",
						"<DBInstanceIdentifier>%1$s</DBInstanceIdentifier><DbiResourceId>db-%1$s</DbiResourceId><Status>retained</Status>"
								+ tags,
						"retained backup of a database %s", "DeleteDBInstanceAutomatedBackup db-%s"),
				new Kind("DescribeDBClusterAutomatedBackups",
						"<DBClusterIdentifier>%1$s</DBClusterIdentifier><DbClusterResourceId>cluster-%1$s</DbClusterResourceId><Status>retained</Status>"
								+ tags,
						"retained backup of a database %s", "DeleteDBClusterAutomatedBackup cluster-%s"));
	}

	@Test
	void whatItsTemplateKeepsStaysUntilBackupsAreToGo() {
		String secret = "{\"SecretList\": [{\"ARN\": \"%s\", \"Tags\": [{\"Key\": \"workshop\", \"Value\": \"ten-million-users\"}, {\"Key\": \"stage\", \"Value\": \"%s\"}]}]}";
		this.aws.answer("ListSecrets", secret.formatted(KEPT, TARGET.stage()));

		assertThat(destroy(false)).containsExactly("secret " + KEPT + " BACKUP");
		assertThat(this.aws.calls()).isEmpty();
		destroy(true);
		assertThat(this.aws.calls()).singleElement().asString().contains("DeleteSecret", KEPT);

		this.aws.answer("ListSecrets", secret.formatted(KEPT + "-not", TARGET.stage()));
		assertThat(sweep()).containsExactly("secret " + KEPT + "-not MONEY");
	}

	@Test
	void aBackupWithoutTagsIsKnownByTheDatabaseThatItWasMadeOf() {
		this.aws.plant("DescribeDBSnapshots", snapshot("by-hand", "swept-database-1"));
		this.aws.plant("DescribeDBSnapshots", snapshot("swept-snapshot-of-another-user", "swept-database-2"));
		this.aws.plant("DescribeDBClusterAutomatedBackups",
				"<DBClusterIdentifier>swept-cluster-1</DBClusterIdentifier><DbClusterResourceId>c</DbClusterResourceId><Status>retained</Status>");

		assertThat(sweep()).containsExactly("snapshot of a database by-hand BACKUP",
				"retained backup of a database swept-cluster-1 BACKUP");
	}

	@Test
	void listsABackupThatCannotBeDeleted() {
		this.aws.plant("DescribeDBSnapshots", snapshot("last", "swept-database-1"));
		this.aws.refuse("DeleteDBSnapshot", "InvalidDBSnapshotState");

		assertThat(destroy(true)).containsExactly("snapshot of a database last BACKUP");
		assertThat(messages()).last()
			.asString()
			.startsWith("snapshot of a database last cannot be deleted: User me gets InvalidDBSnapshotState");
	}

	@ParameterizedTest
	@MethodSource("costs")
	void listsAndKeepsWhatTheUserHasToDelete(Kind kind) {
		plant(kind);

		assertThat(sweep()).containsExactly(kind.told() + " MONEY");
		assertThat(destroy(true)).containsExactly(kind.told() + " MONEY");
		assertThat(this.aws.calls()).isEmpty();
	}

	static Stream<Kind> costs() {
		String lightsail = "{\"name\": \"%1$s\", \"tags\": [{\"key\": \"workshop\", \"value\": \"ten-million-users\"}, {\"key\": \"stage\", \"value\": \"%2$s\"}, {\"key\": \"plain\"}]}";
		return Stream.of(new Kind("GetInstances", lightsail, "Lightsail instance %s", ""),
				new Kind("GetDisks", lightsail, "Lightsail disk %s", ""),
				new Kind("GetInstanceSnapshots", lightsail, "Lightsail snapshot %s", ""),
				new Kind("GetResources",
						"{\"ResourceARN\": \"arn:aws:ec2:us-east-1:111122223333:instance/%1$s\", \"Tags\": [{\"Key\": \"workshop\", \"Value\": \"ten-million-users\"}, {\"Key\": \"stage\", \"Value\": \"%2$s\"}]}",
						"tagged resource arn:aws:ec2:us-east-1:111122223333:instance/%s", ""));
	}

	@Test
	void findsLightsailResourcesWithoutTagsByTheStackName() {
		for (String name : List.of("Swept", "Sweptaway-address", "Swept-address", "Other-address")) {
			this.aws.plant("GetStaticIps", "{\"name\": \"%s\"}".formatted(name));
		}

		assertThat(sweep()).containsExactly("Lightsail static IP Swept-address MONEY");
	}

	@Test
	void networkInterfacesThatServicesMadeAreFoundByTheirNetwork() {
		String tags = "<tagSet><item><key>workshop</key><value>ten-million-users</value></item><item><key>stage</key><value>%s</value></item></tagSet>";
		for (String stage : List.of("stage-94-other", TARGET.stage())) {
			this.aws.plant("DescribeVpcs", "<vpcId>vpc-of-%s</vpcId>".formatted(stage) + tags.formatted(stage));
			this.aws.plant("DescribeNetworkInterfaces",
					"<networkInterfaceId>eni-of-lambda-in-%1$s</networkInterfaceId><vpcId>vpc-of-%1$s</vpcId><description>AWS Lambda VPC ENI-Rotation</description><status>in-use</status>"
						.formatted(stage));
			this.aws.plant("DescribeNetworkInterfaces",
					"<networkInterfaceId>eni-of-%1$s</networkInterfaceId><vpcId>vpc-of-%1$s</vpcId><status>available</status>"
						.formatted(stage) + tags.formatted(stage));
		}

		assertThat(sweep()).containsExactly("network interface eni-of-stage-93-swept NOTHING",
				"network interface eni-of-lambda-in-stage-93-swept NOTHING");
	}

	@ParameterizedTest
	@CsvSource({ "ssm,parameter/Swept/setting", "ec2,instance/i-replaced", "cloudformation,stack/Swept/1",
			"rds,db:swept-database-1", "lightsail,Instance/6a31df2c-0b7e-4a9e-a7d6-5d9d1e0d6f50" })
	void ignoresDeletedResourcesInTheTagIndex(String service, String resource) {
		plantTagged("arn:aws:%s:us-east-1:111122223333:%s".formatted(service, resource));
		plantTagged("arn:aws:ec2:us-east-1:111122223333:instance/i-kept");

		assertThat(sweep()).containsExactly("tagged resource arn:aws:ec2:us-east-1:111122223333:instance/i-kept MONEY");
	}

	@Test
	void findsWhatIsInNoRegionWhereTheTagIndexHasIt() {
		Target seoul = new Target(93, "stage-93-swept", "ap-northeast-2", null);
		AwsAccount there = this.account.in("ap-northeast-2");
		this.aws.plantIn("us-east-1", "GetResources", tagged("arn:aws:cloudfront::111122223333:function/f1"));
		this.aws.plantIn("us-east-1", "GetResources", tagged("arn:aws:ec2:us-east-1:111122223333:instance/i-1"));

		assertThat(told(new Destroy(there, ME, seoul, this.events).run(true, false)))
			.containsExactly("tagged resource arn:aws:cloudfront::111122223333:function/f1 MONEY");
		assertThat(sweep()).containsExactly("tagged resource arn:aws:ec2:us-east-1:111122223333:instance/i-1 MONEY");
	}

	@Test
	void disablesAndDeletesADistributionAndThenItsVpcOrigin() {
		this.aws.cloudFront().plant("distribution", "E0", "stage-94-other");
		this.aws.cloudFront().plant("distribution", "E1", TARGET.stage());
		this.aws.cloudFront().plant("vpcorigin", "vo_1", TARGET.stage());
		this.aws.cloudFront().slow(10);
		plantTagged("arn:aws:cloudfront::111122223333:distribution/E1");

		assertThat(told(new Sweep(this.account, TARGET, history(), this.events).global())).containsExactly(
				"distribution arn:aws:cloudfront::111122223333:distribution/E1 MONEY",
				"VPC origin arn:aws:cloudfront::111122223333:vpcorigin/vo_1 MONEY");
		assertThat(destroy(false)).as("the tag index still has it").isEmpty();
		assertThat(this.aws.calls()).containsExactly("UpdateDistribution E1", "DeleteDistribution E1",
				"DeleteVpcOrigin vo_1");
		assertThat(messages()).anyMatch((message) -> message.matches(
				"Waiting until distribution E1 is disabled at all edge locations, which takes up to 15 minutes; \\d+ s so far"))
			.contains("Deleted a leftover: VPC origin arn:aws:cloudfront::111122223333:vpcorigin/vo_1");
	}

	@Test
	void leavesDistributionsOfOtherStagesAlone() {
		this.aws.cloudFront().plant("distribution", "E1", "stage-94-other");
		this.aws.cloudFront().plant("vpcorigin", "vo_1", "stage-94-other");

		assertThat(destroy(true)).isEmpty();
		assertThat(this.aws.calls()).isEmpty();
	}

	@Test
	void listsAVpcOriginThatIsInUse() {
		this.aws.cloudFront().share("vo_1");
		this.aws.cloudFront().plant("vpcorigin", "vo_1", TARGET.stage());

		assertThat(destroy(false)).containsExactly("VPC origin arn:aws:cloudfront::111122223333:vpcorigin/vo_1 MONEY");
		assertThat(messages()).last().asString().contains("cannot be deleted: CannotDeleteEntityWhileInUse");
	}

	@Test
	void keepsATableThatItsTemplateKeeps() {
		this.aws.stack("Kept", TARGET.stage(), "DELETE_COMPLETE")
			.event("AWS::DynamoDB::GlobalTable", "Likes", "Swept-Likes", "DELETE_SKIPPED", "");
		this.aws.plant("ListTables", "\"Swept-Likes\"");
		this.aws.answer("DescribeTable",
				"{\"Table\": {\"TableName\": \"Swept-Likes\", \"TableArn\": \"arn:aws:dynamodb:us-east-1:111122223333:table/Swept-Likes\", \"TableStatus\": \"ACTIVE\", \"DeletionProtectionEnabled\": true}}");
		this.aws.answer("ListTagsOfResource",
				"{\"Tags\": [{\"Key\": \"workshop\", \"Value\": \"ten-million-users\"}, {\"Key\": \"stage\", \"Value\": \"%s\"}]}"
					.formatted(TARGET.stage()));

		assertThat(destroy(false))
			.containsExactly("table arn:aws:dynamodb:us-east-1:111122223333:table/Swept-Likes BACKUP");
		assertThat(this.aws.calls()).isEmpty();
		assertThat(destroy(true)).isEmpty();
		assertThat(this.aws.calls()).containsExactly("UpdateTable false Swept-Likes", "DeleteTable Swept-Likes");
	}

	@Test
	void aBackupThatATableLeftCostsNothing() {
		this.aws.stack("Tables", TARGET.stage(), "DELETE_COMPLETE")
			.event("AWS::DynamoDB::GlobalTable", "Likes", "Swept-Likes", "DELETE_COMPLETE", "");
		for (String table : List.of("Swept-Likes", "Other-Likes")) {
			this.aws.plant("ListBackups",
					"{\"TableName\": \"%1$s\", \"BackupArn\": \"arn:aws:dynamodb:us-east-1:111122223333:table/%1$s/backup/1\"}"
						.formatted(table));
		}

		assertThat(sweep()).containsExactly(
				"backup of a table arn:aws:dynamodb:us-east-1:111122223333:table/Swept-Likes/backup/1 NOTHING");
	}

	@Test
	void listsAResourceOnce() {
		this.aws.plant("DescribeDBSnapshots", snapshot("last", "swept-database-1"));
		plantTagged("arn:aws:rds:us-east-1:111122223333:snapshot:last");

		assertThat(sweep()).containsExactly("snapshot of a database last BACKUP");
	}

	@ParameterizedTest
	@CsvSource({ "DescribeLogGroups,log groups", "ListSecrets,secrets", "ListKeys,keys", "DescribeAddresses,addresses",
			"DescribeVpcs,network interfaces", "DescribeNetworkInterfaces,network interfaces",
			"DescribeVolumes,volumes", "DescribeSnapshots,snapshots of volumes",
			"DescribeDBSnapshots,snapshots of databases", "DescribeDBClusterSnapshots,snapshots of databases",
			"DescribeDBInstanceAutomatedBackups,retained backups of databases",
			"DescribeDBClusterAutomatedBackups,retained backups of databases", "GetInstances,Lightsail",
			"GetStaticIps,Lightsail", "GetDisks,Lightsail", "GetInstanceSnapshots,Lightsail", "ListTables,tables",
			"ListBackups,backups of tables", "GetResources,tagged resources" })
	void listsRefusedChecks(String action, String what) {
		this.aws.refuse(action, "AccessDenied");

		assertThat(sweep()).containsExactly("not checked %s UNKNOWN".formatted(what));
	}

	@ParameterizedTest
	@CsvSource({ "ListDistributions,distributions", "ListVpcOrigins,VPC origins",
			"GetResources,tagged resources of CloudFront" })
	void listsRefusedChecksOfTheEdge(String action, String what) {
		this.aws.refuse(action, "AccessDenied");

		assertThat(told(new Sweep(this.account, TARGET, history(), this.events).global()))
			.containsExactly("not checked %s UNKNOWN".formatted(what));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Throttling", "OptInRequired", "lost" })
	void listsRefusedChecksWithTheReason(String code) {
		this.aws.refuse("DescribeDBSnapshots", code);

		assertThat(found()).singleElement()
			.satisfies((one) -> assertThat(one.cost()).isEqualTo(Leftover.Cost.UNKNOWN))
			.extracting(Leftover::note)
			.asString()
			.contains(code.equals("lost") ? "Unexpected end of file" : code);
	}

	private void plant(Kind kind) {
		this.aws.plant(kind.action(), kind.item().formatted("other", "stage-94-other"));
		this.aws.plant(kind.action(), kind.item().formatted("swept-of-other", "stage-94-other"));
		this.aws.plant(kind.action(), kind.item().formatted("ours", TARGET.stage()));
	}

	private void plantTagged(String arn) {
		this.aws.plant("GetResources", tagged(arn));
	}

	private static String tagged(String arn) {
		return "{\"ResourceARN\": \"%s\", \"Tags\": [{\"Key\": \"workshop\", \"Value\": \"ten-million-users\"}, {\"Key\": \"stage\", \"Value\": \"%s\"}]}"
			.formatted(arn, TARGET.stage());
	}

	private static String snapshot(String id, String database) {
		return "<DBSnapshotIdentifier>%s</DBSnapshotIdentifier><DBInstanceIdentifier>%s</DBInstanceIdentifier><SnapshotType>manual</SnapshotType>"
			.formatted(id, database);
	}

	private List<String> destroy(boolean withBackups) {
		return told(new Destroy(this.account, ME, TARGET, this.events).run(true, withBackups));
	}

	private List<String> sweep() {
		return told(found());
	}

	private List<Leftover> found() {
		return new Sweep(this.account, TARGET, history(), this.events).run();
	}

	private History history() {
		return new History(this.account, TARGET);
	}

	private static List<String> told(List<Leftover> found) {
		return found.stream().map((one) -> "%s %s %s".formatted(one.kind(), one.id(), one.cost())).toList();
	}

	private List<String> messages() {
		return this.events.since(0).stream().map(Event::message).toList();
	}

	/**
	 * A kind of what can be left.
	 *
	 * @param action lists it
	 * @param item with places for its name and its stage
	 * @param kind the text for users
	 * @param call what deletes it
	 */
	record Kind(String action, String item, String kind, String call) {

		String told() {
			return this.kind.formatted("ours");
		}

		String deletion() {
			return this.call.formatted("ours");
		}

	}

}
