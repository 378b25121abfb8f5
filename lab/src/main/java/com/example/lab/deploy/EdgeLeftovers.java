package com.example.lab.deploy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import com.example.lab.event.Events;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.DistributionList;
import software.amazon.awssdk.services.cloudfront.model.DistributionSummary;
import software.amazon.awssdk.services.cloudfront.model.GetDistributionConfigResponse;
import software.amazon.awssdk.services.cloudfront.model.GetDistributionResponse;
import software.amazon.awssdk.services.cloudfront.model.Tag;
import software.amazon.awssdk.services.cloudfront.model.VpcOriginSummary;

/**
 * Distributions of CloudFront and their VPC origins that are left of a stage. They are in
 * no Region.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HowToDeleteDistribution.html">Delete
 * a distribution</a>
 */
final class EdgeLeftovers {

	private static final String DEPLOYED = "Deployed";

	private static final Duration LIMIT = Duration.ofMinutes(30);

	private final AwsAccount account;

	private final Target target;

	private final Events events;

	private final CloudFrontClient client;

	EdgeLeftovers(AwsAccount account, Target target, Events events) {
		this.account = account;
		this.target = target;
		this.events = events;
		this.client = account.client(CloudFrontClient.builder(), Region.AWS_GLOBAL);
	}

	List<Leftover> distributions() {
		List<DistributionSummary> all = new ArrayList<>();
		DistributionList page = page("");
		all.addAll(page.items());
		while (page.isTruncated()) {
			page = page(page.nextMarker());
			all.addAll(page.items());
		}
		return all.stream()
			.filter((distribution) -> ours(distribution.arn()))
			.map((distribution) -> Leftover.removable("distribution", distribution.arn(),
					() -> delete(distribution.id())))
			.toList();
	}

	private DistributionList page(String marker) {
		return this.client.listDistributions((request) -> request.marker(marker.isEmpty() ? null : marker))
			.distributionList();
	}

	/**
	 * They cost nothing, but their network interfaces keep the network from being
	 * deleted.
	 */
	List<Leftover> vpcOrigins() {
		return this.client.listVpcOrigins((request) -> {
		})
			.vpcOriginList()
			.items()
			.stream()
			.filter((origin) -> ours(origin.arn()))
			.map((origin) -> Leftover.removable("VPC origin", origin.arn(), () -> delete(origin)))
			.toList();
	}

	private boolean ours(String arn) {
		return this.target.owns(this.client.listTagsForResource((request) -> request.resource(arn))
			.tags()
			.items()
			.stream()
			.collect(Collectors.toMap(Tag::key, Tag::value)), false);
	}

	/**
	 * An enabled distribution cannot be deleted, nor one that is still being disabled.
	 */
	private void delete(String id) {
		GetDistributionConfigResponse now = this.client.getDistributionConfig((request) -> request.id(id));
		if (now.distributionConfig().enabled()) {
			DistributionConfig disabled = now.distributionConfig().toBuilder().enabled(false).build();
			this.client
				.updateDistribution((request) -> request.id(id).ifMatch(now.eTag()).distributionConfig(disabled));
		}
		String version = awaitDeployed(id);
		this.client.deleteDistribution((request) -> request.id(id).ifMatch(version));
	}

	private String awaitDeployed(String id) {
		LongWait wait = new LongWait(this.account, this.events);
		while (true) {
			GetDistributionResponse found = this.client.getDistribution((request) -> request.id(id));
			if (DEPLOYED.equals(found.distribution().status())) {
				return found.eTag();
			}
			if (wait.passed().compareTo(this.account.shortened(LIMIT)) > 0) {
				throw SdkClientException
					.create("It is not disabled at all edge locations after %d s".formatted(wait.passed().toSeconds()));
			}
			wait.tell(
					() -> "Waiting until distribution %s is disabled at all edge locations, which takes up to 15 minutes"
						.formatted(id));
			this.account.pause();
		}
	}

	private void delete(VpcOriginSummary origin) {
		String version = this.client.getVpcOrigin((request) -> request.id(origin.id())).eTag();
		this.client.deleteVpcOrigin((request) -> request.id(origin.id()).ifMatch(version));
	}

}
