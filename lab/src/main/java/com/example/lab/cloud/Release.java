package com.example.lab.cloud;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import com.example.lab.assembly.StackTemplate;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * How a server without a role gets its application: a stack with the parameter
 * {@value #PARAMETER} and the output {@value #BUCKET} is deployed once to make the
 * bucket; the jar goes into it, and its presigned address into the parameter of the
 * second deployment.
 */
final class Release {

	static final String PARAMETER = "ReleaseUrl";

	static final String BUCKET = "ReleaseBucket";

	private static final Duration VALID = Duration.ofHours(1);

	private Release() {
	}

	static boolean wantedBy(StackTemplate stack) {
		return stack.json().path("Parameters").has(PARAMETER) && stack.json().path("Outputs").has(BUCKET);
	}

	/**
	 * Uploads a jar.
	 * @return the parameters of the second deployment
	 */
	static Map<String, String> publish(Path jar, String bucket, S3Presigner presigner) {
		String key = jar.getFileName().toString();
		Upload.put(jar, bucket, key, presigner);
		String address = presigner
			.presignGetObject((request) -> request.signatureDuration(VALID)
				.getObjectRequest((object) -> object.bucket(bucket).key(key)))
			.url()
			.toString();
		return Map.of(PARAMETER, address);
	}

}
