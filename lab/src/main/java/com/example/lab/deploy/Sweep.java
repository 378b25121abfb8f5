package com.example.lab.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import com.example.lab.event.Events;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagFilter;

/**
 * Lists the leftovers of a stage: resources with its tags, and resources that
 * CloudFormation is known to leave. A check that AWS refuses is listed too, because it
 * proves nothing.
 */
final class Sweep {

	/**
	 * What its own service has listed: the ARNs of Lightsail do not have the names by
	 * which resources are looked for, and the index has others for a while that were
	 * deleted here.
	 */
	private static final String LISTED = "arn:[^:]+:(lightsail:.*:(Instance|StaticIp|Disk|InstanceSnapshot)|cloudfront:.*:(distribution|vpcorigin)|dynamodb:.*:table)/.*";

	/** Where AWS keeps what is in no Region. */
	private static final String GLOBAL = "us-east-1";

	private final AwsAccount account;

	private final Target target;

	private final History history;

	private final Events events;

	Sweep(AwsAccount account, Target target, History history, Events events) {
		this.account = account;
		this.target = target;
		this.history = history;
		this.events = events;
	}

	List<Leftover> run() {
		StoredLeftovers stored = new StoredLeftovers(this.account, this.target, this.history.stacks());
		ServerLeftovers servers = new ServerLeftovers(this.account, this.target);
		DatabaseLeftovers databases = new DatabaseLeftovers(this.account, this.target, this.history);
		TableLeftovers tables = new TableLeftovers(this.account, this.target, this.history);
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
		searches.put("tables", tables::tables);
		searches.put("backups of tables", tables::systemBackups);
		searches.put("Lightsail", lightsail::all);
		List<Leftover> found = new ArrayList<>();
		searches.forEach((what, search) -> found.addAll(look(what, search)));
		found.addAll(look("tagged resources",
				() -> tagged(this.account, found).stream().filter((leftover) -> !isGlobal(leftover)).toList()));
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
	 * What is in no Region: distributions first, because a VPC origin that one uses
	 * cannot be deleted. The index has them in one Region.
	 */
	List<Leftover> global() {
		EdgeLeftovers edge = new EdgeLeftovers(this.account, this.target, this.events);
		List<Leftover> found = new ArrayList<>(look("distributions", edge::distributions));
		found.addAll(look("VPC origins", edge::vpcOrigins));
		found.addAll(look("tagged resources of CloudFront",
				() -> tagged(this.account.in(GLOBAL), found).stream().filter(Sweep::isGlobal).toList()));
		return found;
	}

	private static boolean isGlobal(Leftover tagged) {
		return tagged.id().contains(":cloudfront:");
	}

	/**
	 * Everything with the tags of the stage that no other search has found. For some
	 * minutes the index still has what was deleted: CloudFormation knows that better.
	 */
	private List<Leftover> tagged(AwsAccount region, List<Leftover> found) {
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
			.filter((arn) -> !arn.matches(LISTED))
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
