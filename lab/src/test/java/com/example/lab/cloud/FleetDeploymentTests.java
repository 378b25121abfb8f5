package com.example.lab.cloud;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import com.example.lab.assembly.Runner;
import com.example.lab.aws.elb.TargetHealth;
import com.example.lab.event.Event;
import com.example.lab.localstack.LocalStack;
import com.example.lab.localstack.SharedLocalStack;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** An Auto Scaling group behind a load balancer. */
@ExtendWith(SharedLocalStack.class)
@Timeout(180)
@TestInstance(Lifecycle.PER_CLASS)
class FleetDeploymentTests {

	private static final String FLEET = "Servers";

	private static final String TEMPLATE = """
			{"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": {"InstanceType": "t4g.small",
				"UserData": {"Fn::Base64": "cfn-init --resource Servers\\ncfn-signal"},
				"SecurityGroupIds": [{"Fn::GetAtt": ["WebGroup", "GroupId"]}]}}}""";

	private static final String VERIFY = """
			{"commands": {"healthy": {"command": {"Fn::Sub": "aws elbv2 wait target-in-service --target-group-arn ${Targets} --targets Id=$(cloud-init query instance_id)"}}}}""";

	private static final String GROUP = """
			{"Type": "AWS::AutoScaling::AutoScalingGroup", "DependsOn": ["Listener"], "Properties": {"MinSize": "2", "MaxSize": "4",
				"LaunchTemplate": {"LaunchTemplateId": {"Ref": "Template"},
					"Version": {"Fn::GetAtt": ["Template", "LatestVersionNumber"]}},
				"HealthCheckType": "ELB", "HealthCheckGracePeriod": 5, "TargetGroupARNs": [{"Ref": "Targets"}]},
				"CreationPolicy": {"ResourceSignal": {"Count": 2, "Timeout": "PT10M"}},
				"UpdatePolicy": {"AutoScalingRollingUpdate": {"MinInstancesInService": 2, "MaxBatchSize": 1,
					"WaitOnResourceSignals": true, "PauseTime": "PT10M"}}}""";

	/** A minute takes a second here. */
	private static final String POLICY = """
			{"Type": "AWS::AutoScaling::ScalingPolicy", "Properties": {"AutoScalingGroupName": {"Ref": "Servers"},
				"PolicyType": "TargetTrackingScaling", "TargetTrackingConfiguration": {"TargetValue": 5,
					"PredefinedMetricSpecification": {"PredefinedMetricType": "ALBRequestCountPerTarget",
						"ResourceLabel": {"Fn::Join": ["/", [{"Fn::GetAtt": ["Balancer", "LoadBalancerFullName"]},
							{"Fn::GetAtt": ["Targets", "TargetGroupFullName"]}]]}}}}}""";

	private SmallCloud small;

	@BeforeAll
	void start(@TempDir Path temporary, LocalStack localStack) throws IOException {
		this.small = new SmallCloud(temporary, localStack, "000000000061", FleetDeploymentTests::withFleet);
	}

	@AfterAll
	void end() {
		this.small.close();
	}

	@BeforeEach
	void asItBegan() throws Exception {
		this.small.cloud.drill(FLEET, "capacity", "2");
		awaitHealthy(2);
	}

	private static void withFleet(ObjectNode resources) {
		ObjectNode init = (ObjectNode) resources.path("ServerA").path("Metadata").path("AWS::CloudFormation::Init");
		init.set("install", init.remove("config"));
		init.set("verify", JsonMapper.shared().readTree(VERIFY));
		init.putObject("configSets").putArray("default").add("install").add("verify");
		resources.remove(List.of("ServerA", "ServerB"));
		SmallCloud.properties(resources, "Targets").remove("Targets");
		resources.set("Template", JsonMapper.shared().readTree(TEMPLATE));
		ObjectNode group = (ObjectNode) JsonMapper.shared().readTree(GROUP);
		group.putObject("Metadata").set("AWS::CloudFormation::Init", init);
		resources.set(FLEET, group);
	}

	@Test
	void aLostServerIsReplacedInItsZone() throws Exception {
		assertThat(byZone()).isEqualTo(Map.of("us-east-1a", 1L, "us-east-1b", 1L));
		assertThat(this.small.cloud.ledger()).filteredOn((entry) -> entry.type().equals("AWS::EC2::Instance"))
			.hasSize(2)
			.allMatch((entry) -> entry.runner() == Runner.STAND_IN);
		String lost = this.small.servers().get(0);

		this.small.cloud.drill(lost, "power-off", "");
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !this.small.servers().contains(lost));
		awaitHealthy(2);

		assertThat(this.small.servers()).hasSize(2).doesNotContain(lost);
		assertThat(byZone()).isEqualTo(Map.of("us-east-1a", 1L, "us-east-1b", 1L));
	}

	@Test
	void aServerThatTheLoadBalancerFindsUnhealthyIsReplaced() throws Exception {
		String frozen = this.small.servers().get(0);

		this.small.cloud.drill(frozen, "freeze", "");

		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !this.small.servers().contains(frozen));
		awaitHealthy(2);
	}

	@Test
	void aLostZoneIsMadeUpForInTheOther() throws Exception {
		this.small.cloud.drill("zone-down", "a", "");
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(byZone()).isEqualTo(Map.of("us-east-1b", 2L)));
		this.small.cloud.drill("zone-up", "a", "");

		this.small.cloud.drill(FLEET, "capacity", "3");
		awaitHealthy(3);

		assertThat(byZone()).isEqualTo(Map.of("us-east-1a", 1L, "us-east-1b", 2L));
	}

	@Test
	void itGrowsAndShrinksWithoutAFailedRequest() throws Exception {
		assertThat(failuresWhile(() -> {
			this.small.cloud.drill(FLEET, "capacity", "4");
			awaitHealthy(4);
			assertThat(byZone()).isEqualTo(Map.of("us-east-1a", 2L, "us-east-1b", 2L));
			this.small.cloud.drill(FLEET, "capacity", "2");
			awaitHealthy(2);
		})).isEmpty();
		assertThat(byZone()).isEqualTo(Map.of("us-east-1a", 1L, "us-east-1b", 1L));
		assertThatIllegalArgumentException().isThrownBy(() -> this.small.cloud.drill(FLEET, "capacity", "5"))
			.withMessage("The desired capacity is a number from 2 to 4, not '5'");
	}

	@Test
	void itFollowsItsLoadWithoutAFailedRequest() throws Exception {
		this.small.update((resources) -> {
			SmallCloud.put(resources, "Policy", POLICY);
			SmallCloud.properties(resources, FLEET).put("DefaultInstanceWarmup", 60);
		});

		assertThat(failuresWhile(() -> awaitHealthy(4))).isEmpty();
		awaitHealthy(2);
		this.small.update((resources) -> resources.remove("Policy"));

		assertThat(this.small.events.since(0)).extracting(Event::message)
			.contains("changes the desired capacity from 3 to 2: Policy tracks its target")
			.doesNotContain("changes the desired capacity from 2 to 1: Policy tracks its target");
	}

	@Test
	void aReleaseReplacesAllServersOfAGrownFleetWithoutAFailedRequest() throws Exception {
		this.small.cloud.drill(FLEET, "capacity", "3");
		awaitHealthy(3);
		List<String> before = this.small.servers();

		Map<Integer, Long> failures = failuresWhile(() -> this.small.update((resources) -> release(resources, "b")));

		assertThat(failures).isEmpty();
		assertThat(this.small.servers()).hasSize(3).doesNotContainAnyElementsOf(before);
		assertThat(byZone().values()).containsExactlyInAnyOrder(1L, 2L);
		assertThat(this.small.group().targets()).extracting(TargetHealth::state).containsOnly("healthy");
	}

	@Test
	void aReleaseThatIsNeverReadyIsRolledBackWithoutAFailedRequest() throws Exception {
		List<String> before = this.small.servers();

		Map<Integer, Long> failures = failuresWhile(() -> assertThatExceptionOfType(DeploymentException.class)
			.isThrownBy(() -> this.small.update((resources) -> {
				release(resources, "never ready");
				neverReady(resources);
			}))
			.withMessageContaining("Received 0 SUCCESS signal(s) out of 1"));

		assertThat(failures).isEmpty();
		awaitHealthy(2);
		assertThat(this.small.servers()).isEqualTo(before);
	}

	@Test
	void aFleetThatIsNeverReadyDoesNotStartAndLeavesNothingBehind(@TempDir Path temporary, LocalStack localStack) {
		assertThatIllegalStateException()
			.isThrownBy(() -> new SmallCloud(temporary, localStack, "000000000062", (resources) -> {
				withFleet(resources);
				neverReady(resources);
			}))
			.withMessageContaining("Received 0 SUCCESS signal(s) out of 2, as its creation policy wants");

		// Its cfn-init would wait for ten minutes.
		assertThat(ProcessHandle.allProcesses()
			.map((process) -> process.info().commandLine().orElse(""))
			.filter((command) -> command.contains(temporary.toString()) && command.contains("web"))).isEmpty();
	}

	private static void neverReady(ObjectNode resources) {
		ObjectNode group = (ObjectNode) resources.path(FLEET);
		group.set("Metadata",
				JsonMapper.shared().readTree(group.path("Metadata").toString().replace("PORT=8080", "PORT=8081")));
	}

	/** The user data has a checksum of the metadata, as the CDK makes it. */
	private static void release(ObjectNode resources, String says) {
		ObjectNode data = (ObjectNode) SmallCloud.properties(resources, "Template").path("LaunchTemplateData");
		data.putObject("UserData").put("Fn::Base64", "cfn-init --resource Servers\ncfn-signal # " + says);
	}

	private Map<String, Long> byZone() {
		return this.small.group()
			.targets()
			.stream()
			.filter((target) -> !target.state().equals("draining"))
			.collect(Collectors.groupingBy(TargetHealth::zone, TreeMap::new, Collectors.counting()));
	}

	private void awaitHealthy(int servers) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(this.small.group().targets()).hasSize(servers)
				.extracting(TargetHealth::state)
				.containsOnly("healthy"));
	}

	/** Asks all the time; the number of answers that are no success, by status. */
	private Map<Integer, Long> failuresWhile(ThrowingRunnable change) throws Exception {
		AtomicBoolean done = new AtomicBoolean();
		CompletableFuture<Map<Integer, Long>> asking = CompletableFuture.supplyAsync(() -> {
			Map<Integer, Long> statuses = new TreeMap<>();
			while (!done.get()) {
				statuses.merge(status(), 1L, Long::sum);
			}
			return statuses;
		});
		try {
			change.run();
		}
		catch (Throwable ex) {
			throw new AssertionError(ex);
		}
		finally {
			done.set(true);
		}
		Map<Integer, Long> statuses = asking.join();
		assertThat(statuses.remove(200)).as("requests that succeed").isGreaterThan(10);
		return statuses;
	}

	private int status() {
		try {
			return this.small.status();
		}
		catch (IOException ex) {
			return 0;
		}
	}

}
