package com.example.lab.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.compare.StackUpdate.Action;
import com.example.lab.compare.StackUpdate.Step;
import com.example.lab.event.Events;
import com.example.lab.process.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class StackUpdateTests {

	private final Path temporary;

	StackUpdateTests(@TempDir Path temporary) {
		this.temporary = temporary;
	}

	@Test
	void reportsThatAReplacementDependsOnTheValues() throws IOException {
		List<Step> steps = update(database("'MultiAZ': false"), database("'MultiAZ': true")
				+ ", 'Balancer': {'Type': 'AWS::ElasticLoadBalancingV2::LoadBalancer', 'Properties': {}}");

		assertThat(steps).containsExactly(
				new Step(Action.MAY_REPLACE, "Database", "AWS::RDS::DBInstance", List.of("MultiAZ")),
				new Step(Action.ADD, "Balancer", "AWS::ElasticLoadBalancingV2::LoadBalancer", List.of()));
		assertThat(steps).noneMatch(Step::losesData);
	}

	@Test
	void listsStepsThatLoseDataFirst() throws IOException {
		List<Step> steps = update(database("'StorageEncrypted': false")
				+ ", 'Photos': {'Type': 'AWS::S3::Bucket'}, 'Kept': {'Type': 'AWS::S3::Bucket', 'DeletionPolicy': 'Retain'},"
				+ "'Rule': {'Type': 'AWS::EC2::SecurityGroupIngress', 'Properties': {'FromPort': 80}}",
				database("'StorageEncrypted': true")
						+ ", 'Rule': {'Type': 'AWS::EC2::SecurityGroupIngress', 'Properties': {'FromPort': 443}}");

		assertThat(steps).extracting(Step::action, Step::resource, Step::losesData)
			.containsExactly(tuple(Action.REMOVE, "Photos", true), tuple(Action.REPLACE, "Database", true),
					tuple(Action.REPLACE, "Rule", false), tuple(Action.KEEP, "Kept", false));
	}

	@ParameterizedTest
	@CsvSource({ "AWS::DynamoDB::GlobalTable,TableName", "AWS::ElastiCache::ServerlessCache,ServerlessCacheName" })
	void aTableAndACacheHoldData(String type, String name) throws IOException {
		String resource = "'Data': {'Type': '%s', 'Properties': {'%s': '%s'}}";

		assertThat(update(resource.formatted(type, name, "one"), resource.formatted(type, name, "other")))
			.extracting(Step::action, Step::losesData)
			.containsExactly(tuple(Action.REPLACE, true));
	}

	@Test
	void sameTemplatesNeedNothing() throws IOException {
		assertThat(update(database("'MultiAZ': true"), database("'MultiAZ': true"))).isEmpty();
	}

	private static String database(String property) {
		return "'Database': {'Type': 'AWS::RDS::DBInstance', 'Properties': {%s}}".formatted(property);
	}

	private List<Step> update(String before, String after) throws IOException {
		try (Processes processes = new Processes(this.temporary.resolve("logs"))) {
			return new StackUpdate(Path.of("target/cache"), processes, new Events()).of(assembly("before", before),
					assembly("after", after));
		}
	}

	private Assembly assembly(String name, String resources) throws IOException {
		String template = "{'Resources': {%s}}".formatted(resources).replace('\'', '"');
		Path file = Files.writeString(this.temporary.resolve(name + ".json"), template);
		ObjectNode json = JsonMapper.shared().readValue(template, ObjectNode.class);
		List<Resource> list = Stream.of(json.path("Resources"))
			.flatMap((all) -> all.properties().stream())
			.map((entry) -> new Resource(entry.getKey(), entry.getValue().path("Type").asString(),
					"Stack/" + entry.getKey() + "/Resource", entry.getValue()))
			.toList();
		return new Assembly(this.temporary, List.of(new StackTemplate("Stack", file, json, list)));
	}

}
