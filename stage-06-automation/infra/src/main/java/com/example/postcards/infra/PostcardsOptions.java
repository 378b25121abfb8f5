package com.example.postcards.infra;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * What may differ between two deployments of the stack.
 *
 * @param alarmEmail where the alarms mail to; without it they only change their state
 * @param budget what the account may spend in a month, in dollars
 * @param cacheSnapshots how many daily snapshots of the cache are kept
 * @param config whether AWS Config records and checks resources
 * @param domain a name for Postcards, or {@code null}
 * @param email where AWS mails about the budget; without it there is no budget alarm
 * @param processor of servers, the database and functions
 * @param release the jar of the application
 * @param retain whether the data stays when the stack is deleted: a snapshot of the
 * database, the key, the user pool, the table of likes, and buckets
 * @param rotation whether the password of the database is rotated
 * @param userPool the id of a user pool to keep instead of a new one
 * @param verifyEmail whether an account waits until its owner has followed the link in an
 * e-mail
 */
record PostcardsOptions(@Nullable String alarmEmail, double budget, int cacheSnapshots, boolean config,
		@Nullable Domain domain, @Nullable String email, Processor processor, Path release, boolean retain,
		boolean rotation, @Nullable String userPool, boolean verifyEmail) {

}
