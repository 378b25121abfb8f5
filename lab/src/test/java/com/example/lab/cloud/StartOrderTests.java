package com.example.lab.cloud;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.example.lab.assembly.Resource;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class StartOrderTests {

	@Test
	void startsReferencedResourcesFirst() {
		assertThat(order(resource("Address", "{'AttachedTo': {'Ref': 'Box'}}"), resource("Box", "{}"),
				resource("Watch", "{'Of': {'Fn::Sub': 'at ${Address.Ip}'}}")))
			.containsExactly("Box", "Address", "Watch");
	}

	@Test
	void aReferenceGoesThroughOthers() {
		assertThat(order(resource("C", "{'B': {'Fn::GetAtt': ['B', 'Arn']}}"), resource("B", "{'A': {'Ref': 'A'}}"),
				resource("A", "{}")))
			.containsExactly("A", "B", "C");
	}

	@Test
	void aNameInsideAnotherIsNoReference() {
		assertThat(order(resource("Box", "{'For': {'Ref': 'BoxPolicy'}}"), resource("Policy", "{}"),
				resource("BoxPolicy", "{}")))
			.containsExactly("BoxPolicy", "Box", "Policy");
	}

	@Test
	void aCircleHasAnOrderToo() {
		assertThat(order(resource("A", "{'B': {'Ref': 'B'}}"), resource("B", "{'A': {'Ref': 'A'}}")))
			.containsExactlyInAnyOrder("A", "B");
	}

	private static List<String> order(Resource... resources) {
		Map<String, Resource> byId = new LinkedHashMap<>();
		Stream.of(resources).forEach((resource) -> byId.put(resource.logicalId(), resource));
		return StartOrder.of(byId).stream().map(Resource::logicalId).toList();
	}

	private static Resource resource(String id, String properties) {
		return new Resource(id, "AWS::Some::Type", "Stack/" + id,
				JsonMapper.shared().readTree("{'Properties': %s}".formatted(properties).replace('\'', '"')));
	}

}
