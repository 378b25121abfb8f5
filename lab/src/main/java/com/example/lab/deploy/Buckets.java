package com.example.lab.deploy;

import java.util.List;
import java.util.stream.Stream;

import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Empties buckets: one that holds anything, old versions too, cannot be deleted. */
final class Buckets {

	private final S3Client s3;

	Buckets(AwsAccount account) {
		this.s3 = account.client(S3Client.builder());
	}

	/**
	 * Deletes what is in a bucket, all versions and the marks of deletions.
	 * @param prefix of the keys; all if it is empty
	 * @return how many versions were deleted; 0 if there is no bucket
	 */
	int empty(String bucket, String prefix) {
		int deleted = 0;
		try {
			while (true) {
				// The first page again and again: what was on it is gone.
				ListObjectVersionsResponse page = this.s3
					.listObjectVersions((request) -> request.bucket(bucket).prefix(prefix));
				List<ObjectIdentifier> found = Stream
					.concat(page.versions().stream().map((version) -> id(version.key(), version.versionId())),
							page.deleteMarkers().stream().map((mark) -> id(mark.key(), mark.versionId())))
					.toList();
				if (found.isEmpty()) {
					return deleted;
				}
				this.s3
					.deleteObjects(
							(request) -> request.bucket(bucket).delete((delete) -> delete.objects(found).quiet(true)))
					.errors()
					.stream()
					.findFirst()
					.ifPresent((error) -> {
						throw S3Exception.builder()
							.message("s3://%s/%s: %s".formatted(bucket, error.key(), error.message()))
							.build();
					});
				deleted += found.size();
			}
		}
		catch (NoSuchBucketException ex) {
			return deleted;
		}
	}

	void delete(String bucket) {
		empty(bucket, "");
		this.s3.deleteBucket((request) -> request.bucket(bucket));
	}

	boolean exists(String bucket) {
		try {
			this.s3.headBucket((request) -> request.bucket(bucket));
			return true;
		}
		catch (NoSuchBucketException ex) {
			return false;
		}
	}

	private static ObjectIdentifier id(String key, String version) {
		return ObjectIdentifier.builder().key(key).versionId(version).build();
	}

}
