package com.example.lab.assembly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

class AssemblyTests {

	private final Path folder;

	AssemblyTests(@TempDir Path folder) throws IOException {
		this.folder = folder;
		write("manifest.json", """
				{"artifacts": {
					"Postcards.assets": {"type": "cdk:asset-manifest"},
					"Postcards": {"type": "aws:cloudformation:stack",
						"properties": {"templateFile": "Postcards.template.json"}},
					"Other": {"type": "aws:cloudformation:stack",
						"properties": {"templateFile": "Other.template.json", "stackName": "other-name"}}}}""");
		write("tree.json", """
				{"tree": {"children": {"Postcards": {"path": "Postcards", "children": {"Box": {"path": "Postcards/Box",
					"children": {"Instance": {"path": "Postcards/Box/Instance",
						"attributes": {"aws:cdk:cloudformation:logicalId": "BoxInstance1234"}},
					"Bucket": {"path": "Postcards/Box/Bucket", "children": {"Resource": {
						"path": "Postcards/Box/Bucket/Resource",
						"attributes": {"aws:cdk:cloudformation:logicalId": "Bucket5678"}}}}}}}}}}}""");
		write("Postcards.template.json",
				"""
						{"Resources": {"BoxInstance1234": {"Type": "AWS::Lightsail::Instance", "Properties": {"BundleId": "small"}},
						"Bucket5678": {"Type": "AWS::S3::Bucket"}}}""");
		write("Other.template.json", "{\"Resources\": {\"Queue\": {\"Type\": \"AWS::SQS::Queue\"}}}");
	}

	@Test
	void readsStacksWithTheConstructPathsOfTheirResources() {
		Assembly assembly = Assembly.read(this.folder);

		assertThat(assembly.stacks()).extracting(StackTemplate::name).containsExactly("Postcards", "other-name");
		StackTemplate stack = assembly.stacks().get(0);
		assertThat(stack.resources()).extracting(Resource::path)
			.containsExactly("Postcards/Box/Instance", "Postcards/Box/Bucket/Resource");
		assertThat(stack.resources()).extracting(Resource::name)
			.containsExactly("Postcards/Box/Instance", "Postcards/Box/Bucket");
		assertThat(stack.resources().get(0).properties().path("BundleId").asString()).isEqualTo("small");
		assertThat(assembly.stacks().get(1).resources().get(0).path()).isEqualTo("other-name/Queue");
	}

	@Test
	void namesOfAnOnlyStackLeaveTheStackOut() throws IOException {
		write("manifest.json", """
				{"artifacts": {"Postcards": {"type": "aws:cloudformation:stack",
					"properties": {"templateFile": "Postcards.template.json"}}}}""");

		assertThat(Assembly.read(this.folder).resources()).extracting(Resource::name)
			.containsExactly("Box/Instance", "Box/Bucket");
	}

	@Test
	void stacksComeAfterThoseTheyDependOnAndHaveTheRegionOfTheirEnvironment() throws IOException {
		write("manifest.json",
				"""
						{"artifacts": {
							"Postcards": {"type": "aws:cloudformation:stack", "environment": "aws://123456789012/ap-northeast-2",
								"dependencies": ["Postcards.assets", "Other"],
								"properties": {"templateFile": "Postcards.template.json"}},
							"Other": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region",
								"properties": {"templateFile": "Other.template.json"}}}}""");

		assertThat(Assembly.read(this.folder).stacks()).extracting(StackTemplate::name, StackTemplate::region)
			.containsExactly(tuple("Other", "us-east-1"), tuple("Postcards", "ap-northeast-2"));
		assertThat(Assembly.read(this.folder).stacks()).extracting((stack) -> stack.region("eu-central-1"))
			.containsExactly("eu-central-1", "ap-northeast-2");
	}

	@Test
	void aLookupWithoutAnAnswerIsNamedWithTheCommandThatFetchesIt() throws IOException {
		write("manifest.json", """
				{"missing": [{"key": "vpc-provider:account=1:filter.isDefault=true", "provider": "vpc-provider"}],
					"artifacts": {}}""");

		assertThatIllegalArgumentException().isThrownBy(() -> Assembly.read(this.folder))
			.withMessageContaining("vpc-provider:account=1:filter.isDefault=true")
			.withMessageContaining("npx cdk synth");
	}

	@Test
	void nestedAssembliesAndStacksAreRefused() throws IOException {
		write("Other.template.json", "{\"Resources\": {\"Inner\": {\"Type\": \"AWS::CloudFormation::Stack\"}}}");
		assertThatIllegalArgumentException().isThrownBy(() -> Assembly.read(this.folder))
			.withMessageContaining("other-name/Inner is a nested stack");

		write("manifest.json", "{\"artifacts\": {\"Prod\": {\"type\": \"cdk:cloud-assembly\"}}}");
		assertThatIllegalArgumentException().isThrownBy(() -> Assembly.read(this.folder))
			.withMessageContaining("Stage Prod");
	}

	@Test
	void saysThatThereIsNone() {
		assertThatIllegalArgumentException().isThrownBy(() -> Assembly.read(this.folder.resolve("nowhere")))
			.withMessageContaining("no CDK assembly in");
	}

	@Test
	void saysWhichAssemblyIsDamaged() throws IOException {
		for (String file : new String[] { "manifest.json", "tree.json", "Postcards.template.json" }) {
			String whole = Files.readString(this.folder.resolve(file));
			write(file, whole.substring(0, whole.length() / 2));
			assertDamaged();
			write(file, "");
			if (!file.equals("tree.json")) {
				assertDamaged();
			}
			Files.delete(this.folder.resolve(file));
			if (!file.equals("manifest.json")) {
				assertDamaged();
			}
			write(file, whole);
		}
		assertThat(Assembly.read(this.folder).stacks()).hasSize(2);
	}

	private void assertDamaged() {
		assertThatIllegalArgumentException().isThrownBy(() -> Assembly.read(this.folder))
			.withMessageContaining("The CDK assembly in %s is damaged".formatted(this.folder))
			.withMessageContaining("Delete the folder");
	}

	private void write(String file, String text) throws IOException {
		Files.writeString(this.folder.resolve(file), text);
	}

}
