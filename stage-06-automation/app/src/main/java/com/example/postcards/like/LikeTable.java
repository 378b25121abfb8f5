package com.example.postcards.like;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

import com.example.postcards.account.Account;
import com.example.postcards.postcard.Postcard;
import com.example.postcards.postcard.PostcardLikes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The likes in DynamoDB: an item for each, and one that counts them, which changes in the
 * same transaction. All items of a postcard are in one partition.
 */
@Component
class LikeTable implements PostcardLikes {

	private static final Logger log = LoggerFactory.getLogger(LikeTable.class);

	private static final String POSTCARD = "pk";

	private static final String ENTRY = "sk";

	private static final String COUNTER = "counter";

	private static final String COUNT = "likes";

	private static final String ALREADY = "ConditionalCheckFailed";

	/** What passes: another transaction had the item, or there were too many requests. */
	private static final Set<String> TEMPORARY = Set.of("TransactionConflict", "ThrottlingError",
			"ProvisionedThroughputExceeded");

	private static final int MAX_ATTEMPTS = 12;

	private static final long FIRST_WAIT_MILLIS = 10;

	private static final long MAX_WAIT_MILLIS = 1000;

	/** Each page waits for it, and holds a thread. */
	private static final Duration READ_TIMEOUT = Duration.ofSeconds(3);

	private static final int MAX_READS = 100;

	private static final int MAX_WRITES = 25;

	private final DynamoDbClient dynamoDb;

	private final String table;

	LikeTable(DynamoDbClient dynamoDb, @Value("${postcards.likes.table}") String table) {
		this.dynamoDb = dynamoDb;
		this.table = table;
	}

	/**
	 * Adds a like.
	 * @return whether it was not there before
	 */
	boolean add(long postcard, long account) {
		return change(TransactWriteItem.builder()
			.put((put) -> put.tableName(this.table)
				.item(key(postcard, like(account)))
				.conditionExpression("attribute_not_exists(pk)"))
			.build(), postcard, 1);
	}

	/**
	 * Removes a like.
	 * @return whether it was there before
	 */
	boolean remove(long postcard, long account) {
		return change(TransactWriteItem.builder()
			.delete((delete) -> delete.tableName(this.table)
				.key(key(postcard, like(account)))
				.conditionExpression("attribute_exists(pk)"))
			.build(), postcard, -1);
	}

	private boolean change(TransactWriteItem like, long postcard, int difference) {
		TransactWriteItem counter = TransactWriteItem.builder()
			.update((update) -> update.tableName(this.table)
				.key(key(postcard, COUNTER))
				.updateExpression("add likes :difference")
				.expressionAttributeValues(Map.of(":difference", AttributeValue.fromN(Integer.toString(difference)))))
			.build();
		return retry(() -> {
			try {
				this.dynamoDb.transactWriteItems((request) -> request.transactItems(like, counter));
				return true;
			}
			catch (TransactionCanceledException ex) {
				if (ALREADY.equals(ex.cancellationReasons().get(0).code())) {
					return false;
				}
				throw ex;
			}
		});
	}

	void removeAll(long postcard) {
		List<WriteRequest> items = this.dynamoDb
			.queryPaginator((query) -> query.tableName(this.table)
				.consistentRead(true)
				.keyConditionExpression("pk = :postcard")
				.expressionAttributeValues(Map.of(":postcard", AttributeValue.fromS(Long.toString(postcard))))
				.projectionExpression("pk, sk"))
			.items()
			.stream()
			.map((key) -> WriteRequest.builder().deleteRequest((delete) -> delete.key(key)).build())
			.toList();
		drain(items, MAX_WRITES,
				(some) -> this.dynamoDb.batchWriteItem((request) -> request.requestItems(Map.of(this.table, some)))
					.unprocessedItems()
					.getOrDefault(this.table, List.of()));
	}

	@Override
	public List<Postcard> addTo(List<Postcard> postcards, @Nullable Account me) {
		List<Map<String, AttributeValue>> keys = new ArrayList<>();
		for (Postcard postcard : postcards) {
			keys.add(key(postcard.id(), COUNTER));
			if (me != null) {
				keys.add(key(postcard.id(), like(me.id())));
			}
		}
		Map<Map<String, AttributeValue>, Map<String, AttributeValue>> found = new HashMap<>();
		try {
			drain(keys, MAX_READS, (some) -> read(some, found));
		}
		catch (SdkException ex) {
			// A postcard without its likes is better than none.
			log.atWarn().setCause(ex).log("Likes unavailable");
			return postcards;
		}
		return postcards.stream().map((postcard) -> {
			Map<String, AttributeValue> counter = found.getOrDefault(key(postcard.id(), COUNTER), Map.of());
			int likes = counter.containsKey(COUNT) ? Integer.parseInt(counter.get(COUNT).n()) : 0;
			return postcard.withLikes(likes, me != null && found.containsKey(key(postcard.id(), like(me.id()))));
		}).toList();
	}

	private List<Map<String, AttributeValue>> read(List<Map<String, AttributeValue>> keys,
			Map<Map<String, AttributeValue>, Map<String, AttributeValue>> found) {
		// Consistent: who likes a postcard sees it at once.
		KeysAndAttributes wanted = KeysAndAttributes.builder().keys(keys).consistentRead(true).build();
		BatchGetItemResponse response = this.dynamoDb
			.batchGetItem((request) -> request.requestItems(Map.of(this.table, wanted))
				.overrideConfiguration((limits) -> limits.apiCallTimeout(READ_TIMEOUT)));
		for (Map<String, AttributeValue> item : response.responses().getOrDefault(this.table, List.of())) {
			found.put(Map.of(POSTCARD, item.get(POSTCARD), ENTRY, item.get(ENTRY)), item);
		}
		KeysAndAttributes unprocessed = response.unprocessedKeys().get(this.table);
		return (unprocessed != null) ? unprocessed.keys() : List.of();
	}

	private static boolean retry(BooleanSupplier call) {
		for (int attempt = 1;; attempt++) {
			try {
				return call.getAsBoolean();
			}
			catch (DynamoDbException ex) {
				if (attempt == MAX_ATTEMPTS || !temporary(ex)) {
					throw ex;
				}
				pause(attempt);
			}
		}
	}

	private static boolean temporary(DynamoDbException ex) {
		return ex.isThrottlingException() || (ex instanceof TransactionCanceledException canceled
				&& canceled.cancellationReasons().stream().anyMatch((reason) -> TEMPORARY.contains(reason.code())));
	}

	/**
	 * Calls for all items, some at a time, until none comes back unprocessed.
	 */
	private static <T> void drain(List<T> all, int size, UnaryOperator<List<T>> call) {
		List<T> left = all;
		for (int attempt = 1; !left.isEmpty(); attempt++) {
			List<T> unprocessed = new ArrayList<>();
			for (int start = 0; start < left.size(); start += size) {
				unprocessed.addAll(call.apply(left.subList(start, Math.min(start + size, left.size()))));
			}
			if (attempt == MAX_ATTEMPTS && !unprocessed.isEmpty()) {
				throw ProvisionedThroughputExceededException.builder().message("Items stay unprocessed").build();
			}
			left = unprocessed;
			if (!left.isEmpty()) {
				pause(attempt);
			}
		}
	}

	// At random, so that those who met do not meet again.
	private static void pause(int attempt) {
		long limit = Math.min(MAX_WAIT_MILLIS, FIRST_WAIT_MILLIS << attempt);
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(limit)));
	}

	private static Map<String, AttributeValue> key(long postcard, String entry) {
		return Map.of(POSTCARD, AttributeValue.fromS(Long.toString(postcard)), ENTRY, AttributeValue.fromS(entry));
	}

	private static String like(long account) {
		return "like#" + account;
	}

}
