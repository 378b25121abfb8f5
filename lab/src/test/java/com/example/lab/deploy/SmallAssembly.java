package com.example.lab.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.example.lab.assembly.Assembly;

/** An assembly of one stack, as the CDK would leave it. */
final class SmallAssembly {

	private SmallAssembly() {
	}

	static Assembly of(Path folder, String stack, String template) throws IOException {
		Files.createDirectories(folder);
		Files.writeString(folder.resolve("Web.template.json"), template);
		Files.writeString(folder.resolve("tree.json"), "{\"tree\": {\"children\": {}}}");
		Files.writeString(folder.resolve("Web.assets.json"),
				"""
						{"version": "54.0.0", "files": {"%1$s": {
						  "source": {"path": "Web.template.json", "packaging": "file"},
						  "destinations": {"current": {"bucketName": "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}",
						    "objectKey": "%1$s.json",
						    "assumeRoleArn": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/cdk-hnb659fds-file-publishing-role-${AWS::AccountId}-${AWS::Region}"}}
						}}, "dockerImages": {}}
						"""
					.formatted(hash(template)));
		Files.writeString(folder.resolve("manifest.json"),
				"""
						{"version": "54.0.0", "artifacts": {
						  "Web.assets": {"type": "cdk:asset-manifest", "properties": {"file": "Web.assets.json",
						    "requiresBootstrapStackVersion": 6,
						    "bootstrapStackVersionSsmParameter": "/cdk-bootstrap/hnb659fds/version"}},
						  "Web": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region",
						    "properties": {"templateFile": "Web.template.json", "stackName": "%1$s",
						      "stackTemplateAssetObjectUrl": "s3://cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}/%2$s.json",
						      "requiresBootstrapStackVersion": 6,
						      "bootstrapStackVersionSsmParameter": "/cdk-bootstrap/hnb659fds/version",
						      "additionalDependencies": ["Web.assets"]},
						    "dependencies": ["Web.assets"]}
						}, "minimumCliVersion": "2.1134.0"}
						"""
					.formatted(stack, hash(template)));
		return Assembly.read(folder);
	}

	private static String hash(String template) {
		return "%064x".formatted(template.hashCode() & 0xffffffffL);
	}

}
