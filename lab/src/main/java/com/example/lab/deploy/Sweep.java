package com.example.lab.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagFilter;

/**
 * Lists the leftovers of a stage: resources with its tags, and resources that
 * CloudFormation is known to leave. A check that AWS refuses is listed too, because it
 * proves nothing.
 */
final class Sweep {

	/** Their ARNs do not have the names by which they were looked for. */
	private static final String SEEN_BY_NAME = "arn:[^:]+:lightsail:.*:(Instance|StaticIp|Disk|InstanceSnapshot)/.*";

	/** Where AWS keeps what is in no Region. */
	private static final String GLOBAL = "us-east-1";

	private final AwsAccount account;

	private final Target target;

	private final History history;

	Sweep(AwsAccount account, Target target, History history) {
		this.account = account;
		this.target = target;
		this.history = history;
	}

	List<Leftover> run() {
		StoredLeftovers stored = new StoredLeftovers(this.account, this.target, this.history.stacks());
		ServerLeftovers servers = new ServerLeftovers(this.account, this.target);
		DatabaseLeftovers databases = new DatabaseLeftovers(this.account, this.target, this.history);
		LightsailLeftovers lightsail = new LightsailLeftovers(this.account, this.target, this.history.stacks());
		Map<String, Supplier<List<Leftover>>> searches = new LinkedHashMap<>();
		searches.put("log groups", stored::logGroups);
		searches.put("buckets", stored::buckets);
		searches.put("secrets", stored::secrets);
		searches.put("keys", stored::keys);
		searches.put("addresses", servers::addresses);
		searches.put("network interfaces", servers::networkInterfaces);
		searches.put("volumes", servers::volumes);
		searches.put("snapshots of volumes", servers::volumeSnapshots);
		searches.put("snapshots of databases", databases::snapshots);
		searches.put("retained backups of databases", databases::retainedBackups);
		searches.put("Lightsail", lightsail::all);
		List<Leftover> found = new ArrayList<>();
		searches.forEach((what, search) -> found.addAll(look(what, search)));
		found.addAll(look("tagged resources", () -> tagged(found)));
		return found;
	}

	private List<Leftover> look(String what, Supplier<List<Leftover>> search) {
		try {
			return search.get().stream().map(this::keptIfTheTemplateSaysSo).toList();
		}
		catch (SdkException ex) {
			return List.of(new Leftover("not checked", what, Leftover.Cost.UNKNOWN,
					String.valueOf(ex.getMessage()).lines().findFirst().orElse(""), null));
		}
	}

	/** A key or a bucket with a deletion policy: a snapshot is lost without its key. */
	private Leftover keptIfTheTemplateSaysSo(Leftover leftover) {
		boolean kept = leftover.removal() != null && leftover.cost() == Leftover.Cost.MONEY
				&& this.history.keptResources().stream().anyMatch((id) -> names(leftover.id(), id));
		return kept ? leftover.kept() : leftover;
	}

	/**
	 * Everything with the tags of the stage that no other search has found. For some
	 * minutes the index still has what was deleted: CloudFormation knows that better.
	 */
	private List<Leftover> tagged(List<Leftover> found) {
		return taggedIn(this.account, found);
	}

	/**
	 * Distributions are in no Region: the index has them in one.
	 * @return nothing in that Region, where {@link #run} finds them
	 */
	List<Leftover> global() {
		return this.account.region().equals(GLOBAL) ? List.of()
				: look("tagged resources of CloudFront",
						() -> taggedIn(this.account.in(GLOBAL), List.of()).stream()
							.filter((leftover) -> leftover.id().contains(":cloudfront:"))
							.toList());
	}

	private List<Leftover> taggedIn(AwsAccount region, List<Leftover> found) {
		Set<String> deleted = this.history.deletedResources();
		return region.client(ResourceGroupsTaggingApiClient.builder())
			.getResourcesPaginator((request) -> request.tagFilters(this.target.tags()
				.entrySet()
				.stream()
				.map((tag) -> TagFilter.builder().key(tag.getKey()).values(tag.getValue()).build())
				.toList()))
			.stream()
			.flatMap((page) -> page.resourceTagMappingList().stream())
			.map((mapping) -> mapping.resourceARN())
			.filter((arn) -> !arn.matches(SEEN_BY_NAME))
			.filter((arn) -> found.stream().noneMatch((leftover) -> names(arn, leftover.id())))
			.filter((arn) -> deleted.stream().noneMatch((id) -> names(arn, id)))
			.map((arn) -> new Leftover("tagged resource", arn, Leftover.Cost.MONEY, "delete it yourself", null))
			.toList();
	}

	/**
	 * An ARN ends with what identifies the resource; a parameter's path has its slash.
	 */
	private static boolean names(String arn, String id) {
		return arn.equals(id) || arn.endsWith("/" + id) || arn.endsWith(":" + id) || arn.endsWith(":parameter" + id);
	}

}
