package com.example.lab.cli;

import java.nio.file.Path;
import java.util.List;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.cost.Budget;
import com.example.lab.deploy.Identity;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Workshop;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

class DeployCommandTests {

	private static final Identity ME = new Identity("111122223333", "arn:aws:iam::111122223333:user/me");

	private static final StageFolder STAGE = new StageFolder(Workshop.find(), Path.of("stage-03-rds"));

	private static final Assembly ASSEMBLY = Assembly
		.read(Path.of("src/test/resources/com/example/lab/aws/elb/assembly"));

	@Test
	void showsTargetResourcesAndPrice() {
		assertThat(plan("ap-northeast-2")).contains(
				"stage-03-rds will be deployed to account 111122223333, Region ap-northeast-2, as arn:aws:iam::111122223333:user/me.",
				"   1 AWS::ElasticLoadBalancingV2::LoadBalancer\n")
			.containsPattern(
					"Estimated cost: 0\\.\\d{3} USD an hour, \\d+\\.\\d{2} USD a day, at the list prices of ap-northeast-2\\.");
	}

	@Test
	void saysWhatTakesLong() {
		Resource resource = ASSEMBLY.stacks().get(0).resources().get(0);
		Resource slow = new Resource("Edge", "AWS::CloudFront::Distribution", "Stack/Edge/Resource", resource.json());
		StackTemplate stack = ASSEMBLY.stacks().get(0);
		Assembly edge = new Assembly(Path.of(""),
				List.of(new StackTemplate(stack.name(), stack.file(), stack.json(), List.of(slow))));

		assertThat(DeployCommand.plan(STAGE, ME, "us-east-1", edge, new Budget(100, 50)))
			.contains("Some resources take long to create, change or delete: Edge up to 15 minutes.");
		assertThat(plan("us-east-1")).doesNotContain("take long");
	}

	@Test
	void saysWhatBecomesOfTheData() {
		ASSEMBLY.stacks().get(0).resources().forEach((resource) -> policy(resource, "Delete"));
		assertThat(plan("us-east-1"))
			.contains("This is a sandbox (retain=false): ./workshop destroy deletes all data.");

		Resource kept = ASSEMBLY.stacks().get(0).resources().get(0);
		for (String policy : List.of("Retain", "Snapshot")) {
			policy(kept, policy);
			assertThat(plan("us-east-1")).contains(
					"./workshop destroy keeps the data of %s, which goes on costing money.".formatted(kept.name()));
		}
	}

	private static void policy(Resource resource, String policy) {
		((ObjectNode) resource.json()).put("DeletionPolicy", policy);
	}

	@Test
	void namesTheRegionOfThePricesIfTheTargetHasNone() {
		assertThat(plan("eu-central-1"))
			.contains("at the list prices of us-east-1; the prices of eu-central-1 are not in the table and differ.");
	}

	private static String plan(String region) {
		return DeployCommand.plan(STAGE, ME, region, ASSEMBLY, new Budget(100, 50)).replace("\r", "");
	}

}
