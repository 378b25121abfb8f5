package com.example.lab.compare;

import java.nio.file.Path;
import java.util.List;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class TemplateEntriesTests {

	private static final String TOPIC = "\"TopicBFC7AF6E\": {\"Type\": \"AWS::SNS::Topic\"}";

	@Test
	void listsNewThenChangedThenDeletedEntries() {
		List<Entry> entries = TemplateEntries.of(assembly("""
				{"Resources": {"GoneA1B2C3D4": {"Type": "AWS::S3::Bucket"}, %s},
				 "Outputs": {"Url": {"Value": "http"}}}""".formatted(TOPIC)), assembly("""
				{"Resources": {"NewA1B2C3D4": {"Type": "AWS::SQS::Queue"}, %s},
				 "Outputs": {"Url": {"Value": "https"}}}""".formatted(TOPIC)));

		assertThat(entries).extracting(Entry::kind, Entry::name, Entry::why)
			.containsExactly(tuple("new", "New", "AWS::SQS::Queue"), tuple("changed", "Url", "Outputs"),
					tuple("gone", "Gone", "AWS::S3::Bucket"));
	}

	@Test
	void aConstructWhoseTypeChangesIsGoneAndNew() {
		List<Entry> entries = TemplateEntries.of(assembly("""
				{"Resources": {"StoreA1B2C3D4": {"Type": "AWS::S3::Bucket"}}}"""), assembly("""
				{"Resources": {"StoreA1B2C3D4": {"Type": "AWS::SQS::Queue"}}}"""));

		assertThat(entries).extracting(Entry::kind).containsExactly("new", "gone");
	}

	@Test
	void checksumsOfAssetsAreNoDifference() {
		String template = """
				{"Resources": {"FunctionA1B2C3D4": {"Type": "AWS::Lambda::Function", "Key": "%s.zip"}}}""";

		assertThat(TemplateEntries.of(assembly(template.formatted("ab".repeat(32))),
				assembly(template.formatted("cd".repeat(32)))))
			.isEmpty();
	}

	@Test
	void logicalIdsAreNoDifferenceAndReferencesHaveTheNamesOfConstructs() {
		String template = """
				{"Resources": {"Topic%1$s": {"Type": "AWS::SNS::Topic"}, "PolicyA1B2C3D4": {"Type": "AWS::SNS::TopicPolicy",
				 "Properties": {"Topics": [{"Ref": "Topic%1$s"}], "Name": {"Fn::Sub": "${Topic%1$s.Arn}"}, "Step": %2$s}}}}""";

		assertThat(TemplateEntries.of(assembly(template.formatted("BFC7AF6E", 1)),
				assembly(template.formatted("00C7AF6E", 1))))
			.isEmpty();
		assertThat(TemplateEntries.of(assembly(template.formatted("BFC7AF6E", 1)),
				assembly(template.formatted("00C7AF6E", 2))))
			.singleElement()
			.satisfies((entry) -> assertThat(entry.after()).contains("  - Ref: Topic", "    Fn::Sub: ${Topic.Arn}"));
	}

	@Test
	void textOfSeveralLinesIsShownAsLines() {
		Entry entry = TemplateEntries.of(assembly("{\"Resources\": {}}"), assembly(
				"""
						{"Resources": {"Box": {"Type": "AWS::Lightsail::Instance", "Properties": {"UserData": "one\\ntwo\\n"}}}}"""))
			.get(0);

		assertThat(entry.after()).containsExactly("Type: AWS::Lightsail::Instance", "Properties:", "  UserData: |",
				"    one", "    two");
	}

	private static Assembly assembly(String template) {
		ObjectNode json = JsonMapper.shared().readValue(template, ObjectNode.class);
		List<Resource> resources = json.path("Resources")
			.properties()
			.stream()
			.map((entry) -> new Resource(entry.getKey(), entry.getValue().path("Type").asString(),
					"Stack/" + entry.getKey().replaceFirst("[0-9A-F]{8}$", "") + "/Resource", entry.getValue()))
			.toList();
		return new Assembly(Path.of(""), List.of(new StackTemplate("Stack", Path.of(""), json, resources)));
	}

}
