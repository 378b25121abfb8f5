package com.example.lab.aws.rds;

/**
 * A server and where it is.
 *
 * @param zone such as {@code us-east-1a}
 * @param server the server
 */
record Place(String zone, RestartingServer server) {
}
