package com.example.lab.deploy;

import java.nio.file.Path;

import com.example.lab.assembly.StackTemplate;
import com.example.lab.cloud.Release;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Uploads the release for a box, which creates the box. A box downloads its release at
 * its first boot only: another release needs a new box, without the data on the disk.
 */
final class ReleaseUpload {

	private final AwsAccount account;

	private final DeployedStack stack;

	private final StackTemplate template;

	private final Events events;

	ReleaseUpload(AwsAccount account, DeployedStack stack, StackTemplate template, Events events) {
		this.account = account;
		this.stack = stack;
		this.template = template;
		this.events = events;
	}

	/**
	 * Uploads it into the bucket of the stack, and updates the stack with its address.
	 * @return the status of the stack at the end
	 */
	String run(Path jar) {
		String bucket = this.stack.outputs().getOrDefault(Release.BUCKET, "");
		String key = jar.getFileName().toString();
		this.events.publish(Event.Kind.PROGRESS, Events.LAB, "Uploading the release to s3://%s".formatted(bucket));
		try (S3Presigner presigner = this.account.s3Presigner()) {
			this.account.client(S3Client.builder())
				.putObject((request) -> request.bucket(bucket).key(key), RequestBody.fromFile(jar));
			String address = Release.address(bucket, key, presigner);
			this.stack.cloudFormation()
				.updateStack((request) -> request.stackName(this.stack.name())
					.templateBody(this.template.json().toString())
					.capabilities(Capability.CAPABILITY_IAM, Capability.CAPABILITY_NAMED_IAM)
					.parameters((parameter) -> parameter.parameterKey(Release.PARAMETER).parameterValue(address)));
		}
		catch (SdkException ex) {
			throw this.stack.failed(ex, "the release");
		}
		return this.stack.settle(this.stack.name());
	}

}
