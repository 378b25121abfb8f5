package com.example.postcards.tests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.Stage;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which part runs each resource of the template, and that they are what it says. The
 * pinned LocalStack answers the same for the bucket's encryption and public access
 * whatever the template says: the tests of the template hold those.
 */
@Stage(exclusive = false)
class ResourceTests {

	private static final Path RELEASE = Path.of("..", "app", "target", "postcards.jar");

	private final LocalCloud cloud;

	private final S3Client s3;

	private final String bucket;

	ResourceTests(LocalCloud cloud) {
		this.cloud = cloud;
		this.s3 = cloud.localStack().s3();
		this.bucket = Objects.requireNonNull(cloud.outputs().get("ReleaseBucket"));
	}

	@Test
	void eachResourceIsRunByWhomTheLedgerNames() {
		assertThat(this.cloud.ledger())
			.extracting((entry) -> "%s %s %s".formatted(entry.resource(), entry.type(), entry.runner()))
			.containsExactly("Releases AWS::S3::Bucket LOCALSTACK", "Releases/Policy AWS::S3::BucketPolicy RECORDED",
					"Box/Instance AWS::Lightsail::Instance STAND_IN", "Box/StaticIp AWS::Lightsail::StaticIp STAND_IN",
					"Box/StatusCheck AWS::Lightsail::Alarm INERT");
		assertThat(this.cloud.ledger()).allSatisfy((entry) -> assertThat(entry.detail()).isNotBlank());
	}

	@Test
	void releaseBucketHoldsTheReleaseThatWasBuilt() throws Exception {
		assertThat(
				this.s3.getObjectAsBytes((request) -> request.bucket(this.bucket).key("postcards.jar")).asByteArray())
			.isEqualTo(Files.readAllBytes(RELEASE));
	}

	@Test
	void releaseBucketIsVersioned() {
		assertThat(this.s3.getBucketVersioning((request) -> request.bucket(this.bucket)).status())
			.isEqualTo(BucketVersioningStatus.ENABLED);
	}

	@Test
	void releaseBucketRefusesPlainHttp() {
		assertThat(this.s3.getBucketPolicy((request) -> request.bucket(this.bucket)).policy())
			.contains("aws:SecureTransport", "Deny");
	}

}
