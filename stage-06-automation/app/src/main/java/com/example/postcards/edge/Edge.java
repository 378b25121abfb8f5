package com.example.postcards.edge;

import software.amazon.awssdk.services.cloudfront.CloudFrontClient;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * What the application asks of the CloudFront distribution.
 */
@Component
public class Edge {

	private final CloudFrontClient cloudFront;

	private final String distribution;

	Edge(CloudFrontClient cloudFront, @Value("${postcards.edge.distribution}") String distribution) {
		this.cloudFront = cloudFront;
		this.distribution = distribution;
	}

	/**
	 * Deletes a path from all caches of the edge, within about a minute. The same path
	 * again is the same invalidation, so that a second try costs nothing.
	 * @param path the path, which is invalidated once in its life
	 */
	public void invalidate(String path) {
		this.cloudFront.createInvalidation((request) -> request.distributionId(this.distribution)
			.invalidationBatch((batch) -> batch.callerReference(path).paths((paths) -> paths.quantity(1).items(path))));
	}

}
