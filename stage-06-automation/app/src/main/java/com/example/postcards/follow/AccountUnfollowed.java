package com.example.postcards.follow;

/**
 * An account follows another no longer.
 *
 * @param followed the id of the account that was followed
 * @param follower the id of the account that followed it
 */
public record AccountUnfollowed(long followed, long follower) {
}
