package com.example.lab.aws.ec2;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

import com.example.lab.standin.LabContext;
import software.amazon.awssdk.services.s3.model.S3Exception;
import tools.jackson.databind.JsonNode;

/**
 * What cfn-init on an instance downloads. Nothing comes from outside this computer.
 */
final class Downloads {

	private static final Pattern S3 = Pattern.compile("https://s3[.-][^/]+/([^/]+)/(.+)");

	private static final String RDS_CERTIFICATES = "https://truststore.pki.rds.amazonaws.com/";

	private final LabContext lab;

	private final JsonNode authentication;

	private final boolean role;

	/**
	 * The downloads of one instance.
	 * @param lab its context
	 * @param authentication the evaluated {@code AWS::CloudFormation::Authentication}
	 * @param role whether the instance has a role
	 */
	Downloads(LabContext lab, JsonNode authentication, boolean role) {
		this.lab = lab;
		this.authentication = authentication;
		this.role = role;
	}

	void fetch(String address, Path target) {
		Matcher object = S3.matcher(address);
		try {
			if (object.matches()) {
				fromS3(object.group(1), object.group(2), target);
			}
			else if (address.startsWith(RDS_CERTIFICATES)) {
				// The databases of the lab have certificates of its own authority.
				Files.copy(this.lab.certificateAuthority().certificate(), target, StandardCopyOption.REPLACE_EXISTING);
			}
			else {
				throw new IllegalArgumentException(
						"the lab downloads nothing from %s; make it an asset of the CDK application"
							.formatted(address));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("cannot keep what came from " + address, ex);
		}
	}

	private void fromS3(String bucket, String key, Path target) throws IOException {
		boolean granted = StreamSupport.stream(this.authentication.spliterator(), false)
			.filter((entry) -> entry.path("type").asString("").equalsIgnoreCase("S3"))
			.filter((entry) -> !entry.path("roleName").asString("").isEmpty())
			.flatMap((entry) -> StreamSupport.stream(entry.path("buckets").spliterator(), false))
			.anyMatch((name) -> name.asString().equals(bucket));
		if (!granted || !this.role) {
			throw new IllegalArgumentException("S3 refuses %s: %s".formatted(key,
					granted ? "the instance has no instance profile, so cfn-init has no role"
							: "AWS::CloudFormation::Authentication names no role for bucket " + bucket));
		}
		try (InputStream in = this.lab.localStack().s3().getObject((request) -> request.bucket(bucket).key(key))) {
			Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (S3Exception ex) {
			throw new IllegalArgumentException(
					"S3 has no %s in %s (%s)".formatted(key, bucket, ex.awsErrorDetails().errorCode()), ex);
		}
	}

}
