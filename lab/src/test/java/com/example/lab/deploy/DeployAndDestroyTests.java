package com.example.lab.deploy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.example.lab.assembly.Assembly;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.localstack.LocalStack;
import com.example.lab.localstack.SharedLocalStack;
import com.example.lab.network.Ports;
import com.example.lab.process.Processes;
import com.example.lab.stage.Workshop;
import com.example.lab.stage.WorkshopException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.model.Tag;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * With LocalStack for an account: what the commands do after they have asked.
 */
@ExtendWith(SharedLocalStack.class)
@Order(1)
class DeployAndDestroyTests {

	private static final String BUCKET = "\"Bucket\": {\"Type\": \"AWS::S3::Bucket\", \"Properties\": {\"VersioningConfiguration\": {\"Status\": \"Enabled\"}}}";

	private static final String URL = "\"Outputs\": {\"Url\": {\"Value\": \"http://127.0.0.1/\"}, \"ReleaseBucket\": {\"Value\": {\"Ref\": \"Bucket\"}}}";

	private static final String TEMPLATE = "{\"Resources\": {" + BUCKET + "}, " + URL + "}";

	private static final String FAILING = "{\"Resources\": {" + BUCKET
			+ ", \"Policy\": {\"Type\": \"AWS::S3::BucketPolicy\", \"DependsOn\": \"Bucket\", \"Properties\": {\"Bucket\": \"no-such-bucket\", \"PolicyDocument\": {\"Version\": \"2012-10-17\", \"Statement\": []}}}}, "
			+ URL + "}";

	/** No other test deploys there, so that nothing changes during the sweep. */
	private static final String ACCOUNT = "300000000001";

	private static final String BOOTSTRAP_BUCKET = "cdk-hnb659fds-assets-300000000001-us-east-1";

	/** LocalStack reports every user as root. */
	private static final Identity ME = new Identity(ACCOUNT, "arn:aws:iam::300000000001:user/me");

	private final Events events = new Events();

	private final Path temporary;

	private final Processes processes;

	private final AwsAccount account;

	private final LocalStack localStack;

	DeployAndDestroyTests(@TempDir Path temporary, LocalStack localStack) {
		this.temporary = temporary;
		this.localStack = localStack.account(ACCOUNT);
		this.processes = new Processes(temporary.resolve("logs"));
		this.account = AwsAccount.onThisComputer(localStack.endpoint(), Region.US_EAST_1, ACCOUNT);
	}

	@AfterEach
	void end() {
		this.account.close();
		this.processes.close();
	}

	@Test
	void bootstrapsDeploysAndLeavesNothing() throws IOException {
		Target target = target("stage-91-whole");
		// Another test may have bootstrapped already.
		destroy(target, false, false);
		assertThat(deploy(target, "Whole", TEMPLATE)).isEqualTo("http://127.0.0.1/");
		String bucket = output("Whole", "ReleaseBucket");
		for (String content : List.of("one", "two")) {
			this.localStack.s3()
				.putObject((request) -> request.bucket(bucket).key("photo"), RequestBody.fromString(content));
		}
		this.localStack.s3().deleteObject((request) -> request.bucket(bucket).key("photo"));
		assertThat(buckets()).contains(bucket, BOOTSTRAP_BUCKET);

		assertThat(known(destroy(target, false, false))).isEmpty();

		assertThat(messages()).contains("Emptied s3://%s: 3 versions of objects".formatted(bucket),
				"Region us-east-1 has no CDKToolkit yet; the CDK creates its bucket and roles",
				"Deleting the CDK bootstrap stack, which the workshop created and no other stack needs");
		assertThat(buckets()).doesNotContain(bucket, BOOTSTRAP_BUCKET);
	}

	/** LocalStack has no RDS, for example: a check that was not done proves nothing. */
	@Test
	void listsChecksThatWereRefused() {
		assertThat(destroy(target("stage-92-never"), false))
			.filteredOn((leftover) -> leftover.cost() == Leftover.Cost.UNKNOWN)
			.extracting(Leftover::id)
			.containsExactly("snapshots of databases", "retained backups of databases", "backups of tables",
					"Lightsail", "distributions", "VPC origins");
	}

	@Test
	void aNetworkThatIsLostIsNoProofEither() {
		try (AwsAccount lost = AwsAccount.onThisComputer(URI.create("http://127.0.0.1:" + Ports.free()))) {
			assertThat(new Sweep(lost, target("stage-99-lost"), new History(this.account, target("stage-99-lost")),
					this.events)
				.run()).extracting(Leftover::cost).hasSizeGreaterThan(5).containsOnly(Leftover.Cost.UNKNOWN);
			assertThatExceptionOfType(WorkshopException.class)
				.isThrownBy(() -> new Destroy(lost, ME, target("stage-99-lost"), this.events).stacks())
				.withMessageContaining("The network was lost while looking for the stacks of stage-99-lost");
		}
	}

	@Test
	void findsWhatWasPlantedAndDeletesItButTheBackups() {
		Target target = target("stage-93-planted");
		create(target, "Planted", TEMPLATE);
		Ec2Client ec2 = this.localStack.client(Ec2Client.builder());
		SecretsManagerClient secrets = this.localStack.client(SecretsManagerClient.builder());
		KmsClient kms = this.localStack.client(KmsClient.builder());
		this.localStack.client(CloudWatchLogsClient.builder())
			.createLogGroup((request) -> request.logGroupName("/aws/lambda/Planted-Rotation-1"));
		plantBucket("planted-retained", target);
		plantBucket("planted-by-another-user", target("stage-94-other"));
		secrets.createSecret((request) -> request.name("kept")
			.secretString("s")
			.tags((tag) -> tag.key("workshop").value("ten-million-users"),
					(tag) -> tag.key("stage").value(target.stage())));
		kms.createKey((request) -> request.tags((tag) -> tag.tagKey("workshop").tagValue("ten-million-users"),
				(tag) -> tag.tagKey("stage").tagValue(target.stage())));
		this.localStack.client(DynamoDbClient.builder())
			.createTable((request) -> request.tableName("planted-likes")
				.keySchema((key) -> key.attributeName("pk").keyType(KeyType.HASH))
				.attributeDefinitions((pk) -> pk.attributeName("pk").attributeType(ScalarAttributeType.S))
				.billingMode(BillingMode.PAY_PER_REQUEST)
				.deletionProtectionEnabled(true)
				.tags((tag) -> tag.key("workshop").value("ten-million-users"),
						(tag) -> tag.key("stage").value(target.stage())));
		ec2.allocateAddress((request) -> request.tagSpecifications(tags(ResourceType.ELASTIC_IP, target)));
		String volume = ec2
			.createVolume((request) -> request.availabilityZone("us-east-1a")
				.size(1)
				.tagSpecifications(tags(ResourceType.VOLUME, target)))
			.volumeId();
		ec2.createSnapshot(
				(request) -> request.volumeId(volume).tagSpecifications(tags(ResourceType.SNAPSHOT, target)));
		ec2.createVpc((request) -> request.cidrBlock("10.9.0.0/16").tagSpecifications(tags(ResourceType.VPC, target)));

		assertThat(known(destroy(target, false))).containsExactly("secret NOTHING", "key NOTHING",
				"snapshot of a volume BACKUP", "tagged resource MONEY");
		assertThat(messages()).contains("Deleted a leftover: log group /aws/lambda/Planted-Rotation-1",
				"Deleted a leftover: bucket planted-retained",
				"Deleted a leftover: table arn:aws:dynamodb:us-east-1:%s:table/planted-likes".formatted(ACCOUNT),
				"Deleted a leftover: volume " + volume);
		assertThat(buckets()).contains("planted-by-another-user");

		assertThat(known(destroy(target, true))).containsExactly("secret NOTHING", "key NOTHING",
				"tagged resource MONEY");
	}

	@Test
	void reportsAFailureAndResumes() throws IOException {
		Target target = target("stage-95-half");

		assertThatExceptionOfType(WorkshopException.class).isThrownBy(() -> deploy(target, "Half", FAILING))
			.withMessageContaining("Could not deploy stage-95-half. Policy (AWS::S3::BucketPolicy): ")
			.withMessageContaining("Resume: ./workshop deploy 95 --region us-east-1. "
					+ "Stop the cost: ./workshop destroy 95 --region us-east-1.");
		assertThat(deploy(target, "Half", TEMPLATE)).isEqualTo("http://127.0.0.1/");

		assertThat(messages())
			.anyMatch((message) -> message.matches("Stack Half is .*FAILED; deleting what is left of it"));
		assertThat(known(destroy(target, false))).isEmpty();
		assertThat(buckets()).noneMatch((bucket) -> bucket.startsWith("half-"));
	}

	@Test
	void changesNoStackOfAnotherUserOrStage() throws IOException {
		create(target("stage-97-before"), "Shared", TEMPLATE);

		Deploy deploy = deployment(target("stage-98-after"), "Shared", TEMPLATE);

		assertThatExceptionOfType(WorkshopException.class).isThrownBy(() -> deploy.refuseOthers(false))
			.withMessageContaining("is stage-97-before, not stage-98-after. Run ./workshop destroy stage-97-before");
		deploy.refuseOthers(true);
		destroy(target("stage-98-after"), false);
		assertThat(output("Shared", "Url")).isNotEmpty();
		destroy(target("stage-97-before"), false);
	}

	@Test
	void aStageOfTwoRegionsIsInBothAndGoesFromBoth() throws IOException {
		Target target = target("stage-96-two");
		Target west = new Target(96, target.stage(), "us-west-2", null);
		Deploy deploy = deployment(target,
				SmallAssembly.of(this.temporary.resolve("assembly"),
						List.of(new SmallAssembly.Stack("Edge", "us-west-2", "{\"Resources\": {%s}}".formatted(BUCKET)),
								new SmallAssembly.Stack("Home", "unknown-region", TEMPLATE))));

		assertThat(deploy.run(Files.writeString(this.temporary.resolve("app.jar"), "jar")))
			.isEqualTo("http://127.0.0.1/");

		assertThat(stacks(target)).containsExactly("Home (CREATE_COMPLETE)", "Edge in us-west-2 (CREATE_COMPLETE)");
		assertThat(stacks(west)).containsExactly("Edge (CREATE_COMPLETE)", "Home in us-east-1 (CREATE_COMPLETE)");
		assertThat(known(destroy(target, false, false))).isEmpty();
		assertThat(stacks(target)).isEmpty();
		assertThat(messages()).filteredOn((message) -> message.startsWith("Deleting the CDK bootstrap stack"))
			.hasSize(2);
		assertThat(buckets()).noneMatch((bucket) -> bucket.matches("(edge|home|cdk-hnb659fds)-.*"));
	}

	@Test
	void findsWhatFailedInAnotherRegionBeforeThereWasAStackInThis() {
		Target target = target("stage-90-first");
		create(this.account.in("us-west-2"), target.tags(List.of("us-east-1", "us-west-2")), "First", TEMPLATE);
		create(this.account.in("eu-west-1"), target.tags(), "First", TEMPLATE);

		assertThat(stacks(target)).containsExactly("First in us-west-2 (CREATE_COMPLETE)");
		destroy(target, false);
		destroy(new Target(90, target.stage(), "eu-west-1", null), false);
		assertThat(buckets()).noneMatch((bucket) -> bucket.startsWith("first-"));
	}

	private List<String> stacks(Target target) {
		return new Destroy(this.account.in(target.region()), ME, target, this.events).stacks();
	}

	private String create(Target target, String stack, String template) {
		return create(this.account, target.tags(), stack, template);
	}

	private static String create(AwsAccount there, Map<String, String> tags, String stack, String template) {
		DeployedStack deployed = new DeployedStack(there, stack, Map.of(), new Events());
		deployed.cloudFormation()
			.createStack((request) -> request.stackName(stack)
				.templateBody(template)
				.tags(tags.entrySet()
					.stream()
					.map((tag) -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
					.toList()));
		return deployed.settle(stack);
	}

	private void plantBucket(String name, Target target) {
		this.localStack.s3().createBucket((request) -> request.bucket(name));
		this.localStack.s3()
			.putBucketTagging((request) -> request.bucket(name)
				.tagging((tagging) -> tagging.tagSet(target.tags()
					.entrySet()
					.stream()
					.map((tag) -> software.amazon.awssdk.services.s3.model.Tag.builder()
						.key(tag.getKey())
						.value(tag.getValue())
						.build())
					.toList())));
		this.localStack.s3().putObject((request) -> request.bucket(name).key("photo"), RequestBody.fromString("p"));
	}

	private static TagSpecification tags(ResourceType type, Target target) {
		return TagSpecification.builder()
			.resourceType(type)
			.tags(target.tags()
				.entrySet()
				.stream()
				.map((tag) -> software.amazon.awssdk.services.ec2.model.Tag.builder()
					.key(tag.getKey())
					.value(tag.getValue())
					.build())
				.toList())
			.build();
	}

	private List<String> buckets() {
		return this.localStack.s3().listBuckets().buckets().stream().map(Bucket::name).toList();
	}

	private String deploy(Target target, String stack, String template) throws IOException {
		return deployment(target, stack, template).run(Files.writeString(this.temporary.resolve("app.jar"), "jar"));
	}

	private Deploy deployment(Target target, String stack, String template) throws IOException {
		return deployment(target, SmallAssembly.of(this.temporary.resolve("assembly"), stack, template));
	}

	private Deploy deployment(Target target, Assembly assembly) {
		CdkCli cdk = new CdkCli(this.account, Workshop.find().cache(), this.processes, this.events);
		return new Deploy(this.account, ME, target, assembly, cdk, this.events);
	}

	private List<Leftover> destroy(Target target, boolean withBackups) {
		return destroy(target, true, withBackups);
	}

	private List<Leftover> destroy(Target target, boolean keepBootstrap, boolean withBackups) {
		return new Destroy(this.account.in(target.region()), ME, target, this.events).run(keepBootstrap, withBackups);
	}

	/** Without what LocalStack does not have. */
	private static List<String> known(List<Leftover> leftovers) {
		return leftovers.stream()
			.filter((leftover) -> leftover.cost() != Leftover.Cost.UNKNOWN)
			.map((leftover) -> leftover.kind() + " " + leftover.cost())
			.toList();
	}

	private String output(String stack, String key) {
		return new DeployedStack(this.account, stack, Map.of(), this.events).outputs().getOrDefault(key, "");
	}

	private List<String> messages() {
		return this.events.since(0).stream().map(Event::message).toList();
	}

	private static Target target(String stage) {
		return new Target(Integer.parseInt(stage.substring(6, 8)), stage, "us-east-1", null);
	}

}
