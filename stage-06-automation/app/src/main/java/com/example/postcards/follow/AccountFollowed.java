package com.example.postcards.follow;

/**
 * An account has followed another.
 *
 * @param followed the id of the account that is followed
 * @param follower the id of the account that follows it
 */
public record AccountFollowed(long followed, long follower) {
}
