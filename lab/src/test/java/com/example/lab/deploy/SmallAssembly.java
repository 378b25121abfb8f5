package com.example.lab.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.example.lab.assembly.Assembly;

/** An assembly as the CDK would leave it. */
final class SmallAssembly {

	/** A stack, its template, and what it needs of the CDK. */
	private static final String STACK = """
			"%1$s.assets": {"type": "cdk:asset-manifest", "properties": {"file": "%1$s.assets.json",
			  "requiresBootstrapStackVersion": 6,
			  "bootstrapStackVersionSsmParameter": "/cdk-bootstrap/hnb659fds/version"}},
			"%1$s": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/%2$s",
			  "properties": {"templateFile": "%1$s.template.json", "stackName": "%1$s",
			    "stackTemplateAssetObjectUrl": "s3://cdk-hnb659fds-assets-${AWS::AccountId}-%4$s/%3$s.json",
			    "requiresBootstrapStackVersion": 6,
			    "bootstrapStackVersionSsmParameter": "/cdk-bootstrap/hnb659fds/version",
			    "additionalDependencies": ["%1$s.assets"]},
			  "dependencies": ["%1$s.assets"%5$s]}""";

	private static final String ASSETS = """
			{"version": "54.0.0", "files": {"%2$s": {
			  "source": {"path": "%1$s.template.json", "packaging": "file"},
			  "destinations": {"current": {"bucketName": "cdk-hnb659fds-assets-${AWS::AccountId}-%3$s",
			    "objectKey": "%2$s.json", %4$s
			    "assumeRoleArn": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/cdk-hnb659fds-file-publishing-role-${AWS::AccountId}-%3$s"}}
			}}, "dockerImages": {}}
			""";

	private SmallAssembly() {
	}

	/** Of one stack, for any Region. */
	static Assembly of(Path folder, String stack, String template) throws IOException {
		return of(folder, List.of(new Stack(stack, "unknown-region", template)));
	}

	/** Of stacks that each depend on the one before. */
	static Assembly of(Path folder, List<Stack> stacks) throws IOException {
		Files.createDirectories(folder);
		List<String> artifacts = new ArrayList<>();
		String before = "";
		for (Stack stack : stacks) {
			boolean agnostic = stack.region().equals("unknown-region");
			String region = agnostic ? "${AWS::Region}" : stack.region();
			String hash = "%064x".formatted(stack.template().hashCode() & 0xffffffffL);
			Files.writeString(folder.resolve(stack.name() + ".template.json"), stack.template());
			Files.writeString(folder.resolve(stack.name() + ".assets.json"), ASSETS.formatted(stack.name(), hash,
					region, agnostic ? "" : "\"region\": \"%s\",".formatted(region)));
			artifacts.add(STACK.formatted(stack.name(), stack.region(), hash, region, before));
			before = ", \"%s\"".formatted(stack.name());
		}
		Files.writeString(folder.resolve("tree.json"), "{\"tree\": {\"children\": {}}}");
		Files.writeString(folder.resolve("manifest.json"),
				"{\"version\": \"54.0.0\", \"artifacts\": {%s}, \"minimumCliVersion\": \"2.1134.0\"}"
					.formatted(String.join(", ", artifacts)));
		return Assembly.read(folder);
	}

	/** A stack. */
	record Stack(String name, String region, String template) {

	}

}
