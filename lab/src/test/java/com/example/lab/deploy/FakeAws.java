package com.example.lab.deploy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.example.lab.network.LocalHttpServer;
import com.sun.net.httpserver.HttpExchange;
import software.amazon.awssdk.regions.Region;

/**
 * Services that LocalStack does not have, in their own wire forms. What is planted is
 * listed, one item a page; a filter takes the items that hold its value; what is deleted
 * is gone. Everything else is empty.
 */
public final class FakeAws implements AutoCloseable {

	/** Nothing that is looked at; all else is written down as a call. */
	private static final String READS = "(Describe|List|Get).*";

	/** What lists are called, and the token for the next page; in the request as well. */
	private static final Map<String, Listing> LISTINGS = Stream
		.of(new Listing("DescribeDBSnapshots", "DBSnapshots/DBSnapshot", "Marker", "Marker"),
				new Listing("DescribeDBClusterSnapshots", "DBClusterSnapshots/DBClusterSnapshot", "Marker", "Marker"),
				new Listing("DescribeDBInstanceAutomatedBackups",
						"DBInstanceAutomatedBackups/DBInstanceAutomatedBackup", "Marker", "Marker"),
				new Listing("DescribeDBClusterAutomatedBackups", "DBClusterAutomatedBackups/DBClusterAutomatedBackup",
						"Marker", "Marker"),
				new Listing("DescribeDBInstances", "DBInstances/DBInstance", "Marker", "Marker"),
				new Listing("DescribeDBClusters", "DBClusters/DBCluster", "Marker", "Marker"),
				new Listing("DescribeLoadBalancerAttributes", "Attributes/member", "Marker", "NextMarker"),
				new Listing("DescribeVpcs", "vpcSet/item", "NextToken", "nextToken"),
				new Listing("DescribeNetworkInterfaces", "networkInterfaceSet/item", "NextToken", "nextToken"),
				new Listing("DescribeSecurityGroups", "securityGroupInfo/item", "NextToken", "nextToken"),
				new Listing("ListTables", "TableNames", "ExclusiveStartTableName", "LastEvaluatedTableName"),
				new Listing("ListBackups", "BackupSummaries", "ExclusiveStartBackupArn", "LastEvaluatedBackupArn"),
				new Listing("DescribeStacks", "Stacks/member", "NextToken", "NextToken"),
				new Listing("ListStacks", "StackSummaries/member", "NextToken", "NextToken"),
				new Listing("DescribeStackEvents", "StackEvents/member", "NextToken", "NextToken"),
				new Listing("ListStackResources", "StackResourceSummaries/member", "NextToken", "NextToken"),
				new Listing("GetInstances", "instances", "pageToken", "nextPageToken"),
				new Listing("GetStaticIps", "staticIps", "pageToken", "nextPageToken"),
				new Listing("GetDisks", "disks", "pageToken", "nextPageToken"),
				new Listing("GetInstanceSnapshots", "instanceSnapshots", "pageToken", "nextPageToken"),
				new Listing("GetResources", "ResourceTagMappingList", "PaginationToken", "PaginationToken"))
		.collect(Collectors.toMap(Listing::action, (listing) -> listing));

	private final LocalHttpServer server = new LocalHttpServer("aws", "/", this::handle);

	private final Map<String, List<String>> planted = new ConcurrentHashMap<>();

	private final Map<String, String> answers = new ConcurrentHashMap<>(
			Map.of("GetTemplate", "<TemplateBody>{}</TemplateBody>", "GetCallerIdentity",
					"<Arn>arn:aws:iam::111122223333:user/me</Arn><UserId>me</UserId><Account>111122223333</Account>",
					"GetParameter", "{\"Parameter\": {\"Value\": \"30\"}}"));

	private final Map<String, String> refusals = new ConcurrentHashMap<>();

	private final Map<String, FakeStack> stacks = new ConcurrentHashMap<>();

	private final List<String> calls = new CopyOnWriteArrayList<>();

	private final FakeCloudFront cloudFront = new FakeCloudFront(this.calls);

	FakeCloudFront cloudFront() {
		return this.cloudFront;
	}

	AwsAccount account() {
		return AwsAccount.onThisComputer(URI.create("http://127.0.0.1:" + this.server.address().getPort()),
				Region.US_EAST_1);
	}

	/**
	 * Puts something into a list.
	 * @param action that which lists it
	 * @param item in the form of the service
	 */
	public void plant(String action, String item) {
		this.planted.computeIfAbsent(action, (key) -> new CopyOnWriteArrayList<>()).add(item);
	}

	/**
	 * Puts something into a list of one Region.
	 * @param region such as {@code us-east-1}
	 * @param action that which lists it
	 * @param item in the form of the service
	 */
	void plantIn(String region, String action, String item) {
		plant(region + " " + action, item);
	}

	/**
	 * Sets the answer to an action.
	 * @param body what is inside the result
	 */
	void answer(String action, String body) {
		this.answers.put(action, body);
	}

	/**
	 * Refuses an action from now on.
	 * @param code of the error; {@code lost} closes the connection
	 */
	public void refuse(String action, String code) {
		this.refusals.put(action, code);
	}

	/**
	 * Adds a stack of CloudFormation.
	 * @param statuses those that it has one after the other when it is looked at
	 */
	public FakeStack stack(String name, String stage, String... statuses) {
		FakeStack stack = new FakeStack(name, stage, statuses);
		this.stacks.put(name, stack);
		return stack;
	}

	/**
	 * What was changed, as {@code DeleteDBSnapshot postcards-1}.
	 */
	public List<String> calls() {
		return this.calls;
	}

	/**
	 * Answers a request, wherever it came in.
	 */
	public void handle(HttpExchange exchange) throws IOException {
		FakeRequest request = FakeRequest.of(exchange);
		String code = this.refusals.get(request.action());
		if ("lost".equals(code)) {
			exchange.close();
		}
		else if (code != null) {
			send(exchange, code.startsWith("Throttling") ? 429 : 403, request.error(code, "User me gets " + code));
		}
		else if (exchange.getRequestURI().getPath().startsWith(FakeCloudFront.PATH)) {
			this.cloudFront.handle(exchange, request.action());
		}
		else if (request.action().isEmpty()) {
			// S3, with no bucket in it.
			boolean list = exchange.getRequestURI().getPath().equals("/");
			send(exchange, list ? 200 : 404, list ? "<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>"
					: "<Error><Code>NoSuchBucket</Code></Error>");
		}
		else {
			answer(exchange, request);
		}
	}

	private void answer(HttpExchange exchange, FakeRequest request) throws IOException {
		try {
			if (!request.action().matches(READS)) {
				change(request);
			}
			Listing listing = LISTINGS.get(request.action());
			send(exchange, 200, request.result((listing != null) ? listing.page(items(request), request)
					: this.answers.getOrDefault(request.action(), "")));
		}
		catch (IllegalArgumentException ex) {
			send(exchange, 400, request.error("ValidationError", String.valueOf(ex.getMessage())));
		}
	}

	private void change(FakeRequest request) {
		List<String> values = request.values();
		this.calls.add(request.action() + " " + String.join(" ", values));
		if (request.action().equals("DeleteStack")) {
			stack(request.region(), values.get(0)).delete();
		}
		else if (request.action().startsWith("Delete")) {
			this.planted.values()
				.forEach((items) -> items
					.removeIf((item) -> values.stream().anyMatch((id) -> FakeRequest.holds(item, id))));
		}
	}

	private List<String> items(FakeRequest request) {
		String name = request.parameter("StackName");
		return switch (request.action()) {
			case "DescribeStacks" ->
				name.isEmpty() ? described(request.region(), false) : List.of(stack(request.region(), name).look());
			case "ListStacks" -> described(request.region(), true);
			case "DescribeStackEvents" -> stack(request.region(), name).events();
			case "ListStackResources" -> stack(request.region(), name).resources();
			default -> Stream.of(request.action(), request.region() + " " + request.action())
				.flatMap((planted) -> this.planted.getOrDefault(planted, List.of()).stream())
				.filter(request::wants)
				.toList();
		};
	}

	private List<String> described(String region, boolean deleted) {
		return this.stacks.values()
			.stream()
			.filter((stack) -> stack.region().equals(region) && stack.deleted() == deleted)
			.map(FakeStack::described)
			.toList();
	}

	/** By its name it is known only as long as it lives. */
	private FakeStack stack(String region, String id) {
		return this.stacks.values()
			.stream()
			.filter((stack) -> stack.region().equals(region))
			.filter((stack) -> stack.id().equals(id) || !stack.deleted() && stack.name().equals(id))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("Stack with id %s does not exist".formatted(id)));
	}

	private static void send(HttpExchange exchange, int status, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		boolean head = exchange.getRequestMethod().equals("HEAD");
		exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
		if (!head) {
			exchange.getResponseBody().write(bytes);
		}
	}

	@Override
	public void close() {
		this.server.close();
	}

	/** How an action lists, and turns pages. */
	private record Listing(String action, String list, String asked, String given) {

		String page(List<String> items, FakeRequest request) {
			String token = request.parameter(this.asked);
			int at = token.isEmpty() ? 0 : Integer.parseInt(token);
			List<String> page = items.stream().skip(at).limit(1).toList();
			String next = (at + 1 < items.size()) ? Integer.toString(at + 1) : "";
			return request.json() ? json(page, next) : xml(page, next);
		}

		private String xml(List<String> page, String next) {
			String[] names = this.list.split("/");
			return FakeRequest.element(names[0],
					page.stream().map((item) -> FakeRequest.element(names[1], item)).collect(Collectors.joining()))
					+ (next.isEmpty() ? "" : FakeRequest.element(this.given, next));
		}

		private String json(List<String> page, String next) {
			return "{\"%s\": [%s], \"%s\": \"%s\"}".formatted(this.list, String.join(", ", page), this.given, next);
		}

	}

}
