package com.example.lab.compare;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.compare.StackUpdate.Action;
import com.example.lab.compare.StackUpdate.Step;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

class UserImpactTests {

	private static final Assembly BALANCED = assembly(
			"{'Fn::Join': ['', ['http://', {'Fn::GetAtt': ['Balancer', 'DNSName']}, '/']]}");

	private static final Assembly EDGE = assembly(
			"{'Fn::Join': ['', ['https://', {'Fn::GetAtt': ['Edge', 'DomainName']}, '/']]}");

	private static final Assembly NAMED = assembly("'https://postcards.example/'");

	private static final Step BALANCER_ENDS = new Step(Action.REMOVE, "Balancer",
			"AWS::ElasticLoadBalancingV2::LoadBalancer", List.of());

	@Test
	void anotherResourceGivesTheAddress() {
		assertThat(UserImpact.of(BALANCED, EDGE, List.of(BALANCER_ENDS))).containsExactly(
				"The address changes from that of Balancer to that of Edge. CloudFormation removes Balancer at the end of the update, and then the old address does not respond. Tell users the new one.");
		assertThat(UserImpact.of(BALANCED, EDGE, List.of())).singleElement().asString().doesNotContain("removes");
	}

	@Test
	void anAddressThatIsReplacedChanges() {
		assertThat(UserImpact.of(BALANCED, BALANCED, List.of(BALANCER_ENDS.with(Action.REPLACE))))
			.containsExactly("The address changes, because Balancer is replaced. Tell users the new one.");
		assertThat(UserImpact.of(BALANCED, BALANCED, List.of(BALANCER_ENDS.with(Action.CHANGE)))).isEmpty();
	}

	@Test
	void aNameOfOnesOwnStays() {
		assertThat(UserImpact.of(NAMED, NAMED, List.of(BALANCER_ENDS))).isEmpty();
	}

	@Test
	void namesTheServersThatEnd() {
		List<Step> steps = Stream.of(Action.REMOVE, Action.ADD, Action.MAY_REPLACE)
			.map((action) -> new Step(action, "Server" + action, "AWS::EC2::Instance", List.of()))
			.toList();

		assertThat(UserImpact.of(EDGE, EDGE, steps)).containsExactly(
				"These servers are replaced: ServerREMOVE. What they have in memory or on their disks is lost, such as sessions.");
	}

	private static Assembly assembly(String url) {
		ObjectNode json = JsonMapper.shared()
			.readValue("{'Outputs': {'Url': {'Value': %s}}}".formatted(url).replace('\'', '"'), ObjectNode.class);
		List<Resource> resources = Stream.of("Balancer", "Edge")
			.map((id) -> new Resource(id, "AWS::Tried::" + id, "Stack/%s/Resource".formatted(id), json))
			.toList();
		return new Assembly(Path.of(""), List.of(new StackTemplate("Stack", Path.of("Stack.json"), json, resources)));
	}

}
