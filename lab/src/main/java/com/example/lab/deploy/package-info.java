/** Deploys a stage to an AWS account, deletes it, and lists its leftovers. */
@NullMarked
package com.example.lab.deploy;

import org.jspecify.annotations.NullMarked;
