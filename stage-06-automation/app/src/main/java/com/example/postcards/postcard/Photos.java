package com.example.postcards.postcard;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * The photos of the postcards, in the bucket from which the edge serves them. A photo
 * never changes.
 */
@Component
class Photos {

	private static final String FOREVER = "public, max-age=31536000, immutable";

	private final S3Client s3;

	private final String bucket;

	Photos(S3Client s3, @Value("${postcards.photos.bucket}") String bucket) {
		this.s3 = s3;
		this.bucket = bucket;
	}

	/**
	 * Stores the photo of a postcard. S3 refuses what arrives with another checksum.
	 */
	void store(long postcard, byte[] jpeg) {
		this.s3.putObject((request) -> request.bucket(this.bucket)
			.key(key(postcard))
			.contentType(MediaType.IMAGE_JPEG_VALUE)
			.cacheControl(FOREVER)
			.checksumSHA256(checksum(jpeg)), RequestBody.fromBytes(jpeg));
	}

	/**
	 * Compares the photo of a postcard with the checksum that S3 has of it.
	 */
	boolean contains(long postcard, byte[] jpeg) {
		return checksum(jpeg).equals(this.s3
			.headObject((request) -> request.bucket(this.bucket).key(key(postcard)).checksumMode(ChecksumMode.ENABLED))
			.checksumSHA256());
	}

	void delete(long postcard) {
		this.s3.deleteObject((request) -> request.bucket(this.bucket).key(key(postcard)));
	}

	private static String key(long postcard) {
		return "photos/" + postcard;
	}

	private static String checksum(byte[] jpeg) {
		try {
			return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(jpeg));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
