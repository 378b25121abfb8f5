package com.example.lab.cloud;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

import com.example.lab.assembly.StackTemplate;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * How a server without a role gets its application: a stack with the parameter
 * {@value #PARAMETER} and the output {@value #BUCKET} is deployed once to make the
 * bucket; the jar goes into it, and its presigned address into the parameter of the
 * second deployment.
 */
public final class Release {

	/** The parameter with the address of the jar; without it there is no server. */
	public static final String PARAMETER = "ReleaseUrl";

	/** The output with the bucket for the jar. */
	public static final String BUCKET = "ReleaseBucket";

	private static final Duration VALID = Duration.ofHours(1);

	private Release() {
	}

	/**
	 * Whether the servers of a stack get their application so.
	 * @param stack the stack
	 * @return false for stacks with servers that have a role
	 */
	public static boolean wantedBy(StackTemplate stack) {
		return stack.json().path("Parameters").has(PARAMETER) && stack.json().path("Outputs").has(BUCKET);
	}

	/**
	 * Uploads a jar.
	 * @return the parameters of the second deployment
	 */
	static Map<String, String> publish(Path jar, String bucket, S3Presigner presigner) {
		String key = jar.getFileName().toString();
		Upload.put(jar, bucket, key, presigner);
		return Map.of(PARAMETER, address(bucket, key, presigner));
	}

	/**
	 * A value that distinguishes releases.
	 * @return the checksum of a jar
	 */
	static long checksum(Path jar) {
		try (CheckedInputStream in = new CheckedInputStream(Files.newInputStream(jar), new CRC32())) {
			in.transferTo(OutputStream.nullOutputStream());
			return in.getChecksum().getValue();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * An address from which any client can download a jar for one hour: the time that a
	 * server needs to boot, and a margin.
	 * @param bucket the bucket
	 * @param key of the jar in it
	 * @param presigner signs with keys that may read it
	 * @return the address
	 */
	public static String address(String bucket, String key, S3Presigner presigner) {
		return presigner
			.presignGetObject((request) -> request.signatureDuration(VALID)
				.getObjectRequest((object) -> object.bucket(bucket).key(key)))
			.url()
			.toString();
	}

}
