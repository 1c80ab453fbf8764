// Made of packages/host by "npm run bootstrap:host": plain JavaScript, which the oldest Node runs without anything installed. Do not edit.
import { execFileSync } from "node:child_process";
import { closeSync, openSync, readFileSync, readdirSync, readlinkSync } from "node:fs";
import { createHash, randomUUID } from "node:crypto";
import { link, readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { isatty } from "node:tty";
// packages/core/src/clock.ts
/**
* The longest that a timer of the platform runs, in milliseconds: 2^31 - 1, almost 25 days. One that is set for longer fires at once.
*/
var LONGEST_TIMER_MS = 2147483647;
/** The clock of the machine; works in Node and in a browser. */
var systemClock = {
	nowMs: () => Date.now(),
	monotonicMs: () => performance.now(),
	sleep: (durationMs, signal) => sleep(durationMs, signal)
};
function sleep(durationMs, signal) {
	return new Promise((resolve, reject) => {
		if (signal?.aborted) return reject(signal.reason);
		const onAbort = () => {
			clearTimeout(timer);
			reject(signal?.reason);
		};
		const done = () => {
			signal?.removeEventListener("abort", onAbort);
			resolve();
		};
		let timer;
		const run = (leftMs) => {
			timer = leftMs <= 2147483647 ? setTimeout(done, leftMs) : setTimeout(() => run(leftMs - LONGEST_TIMER_MS), LONGEST_TIMER_MS);
		};
		run(durationMs);
		signal?.addEventListener("abort", onAbort, { once: true });
	});
}
// packages/host/src/process/identity.ts
/** {@link ProcessIdentity.startedAt} of a process that had already ended: no process ever matches it. */
var ENDED = "ended";
var UNKNOWN = "";
var PS_TIMEOUT_MS = 5e3;
/** The process that has this id now. When there is none, the identity is one of a process that has ended. */
function identityOf(pid) {
	return {
		pid,
		startedAt: startOf(pid) ?? ENDED
	};
}
var own;
/** The identity of this very process. */
function ownIdentity() {
	own ??= identityOf(process.pid);
	return own;
}
/**
* True while that very process runs; false for a zombie and for another process that was given the same id since. Where the system did not tell
* when the process started, any process with its id counts.
*/
function isRunning({ pid, startedAt }) {
	const now = startOf(pid);
	return now !== void 0 && (now === startedAt || startedAt !== ENDED && (now === UNKNOWN || startedAt === UNKNOWN));
}
/** What of {@link ProcessIdentity.startedAt} tells one start of the machine from another; empty where the system does not tell. */
function bootOf({ startedAt }) {
	return process.platform === "linux" ? startedAt.slice(0, Math.max(0, startedAt.lastIndexOf(":"))) : "";
}
/** `undefined` when no process has the id, or only a zombie has. */
function startOf(pid) {
	if (!Number.isSafeInteger(pid) || pid <= 0) return void 0;
	return process.platform === "linux" ? linuxStart(pid) : posixStart(pid);
}
/** Field 22 of `/proc/<pid>/stat` (proc(5)), clock ticks since boot, with the boot's own id, so that a reboot cannot make two alike. */
function linuxStart(pid) {
	const fields = statOf(pid);
	if (fields === void 0) return void 0;
	if ((fields[0] === "Z" || fields[0] === "X") && !hasThreads(pid)) return void 0;
	return `${readText("/proc/sys/kernel/random/boot_id")?.trim() ?? ""}:${fields[19] ?? ""}`;
}
/** The fields of `/proc/<pid>/stat` from the third on; the second, the program's name, may hold blanks and brackets. */
function statOf(pid) {
	const stat = readText(`/proc/${pid}/stat`);
	return stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
}
/** A killed JVM's first thread is a zombie while its other threads still end; only then are its memory, ports and files let go. */
function hasThreads(pid) {
	try {
		return readdirSync(`/proc/${pid}/task`).length > 1;
	} catch {
		return false;
	}
}
/** Without `/proc`: the time of day at which the process started, from `ps`. */
function posixStart(pid) {
	try {
		const env = {
			...process.env,
			LC_ALL: "C"
		};
		return startInList(execFileSync("ps", [
			"-o",
			"stat=,lstart=",
			"-p",
			String(pid)
		], {
			encoding: "utf8",
			env,
			stdio: [
				"ignore",
				"pipe",
				"ignore"
			],
			timeout: PS_TIMEOUT_MS
		}));
	} catch (error) {
		return typeof error.status === "number" ? void 0 : UNKNOWN;
	}
}
/** Picks the start from a line of `ps -o stat=,lstart=`; `undefined` for a zombie and for no line. Pure. */
function startInList(line) {
	const match = /^\s*(\S+)\s+(.+?)\s*$/.exec(line);
	return match === null || match[1]?.startsWith("Z") === true ? void 0 : match[2];
}
function readText(file) {
	try {
		return readFileSync(file, "utf8");
	} catch {
		return;
	}
}
// packages/host/src/process/mark.ts
/** The mark of a process of this container; of this very one by default. */
function markOf(identity = ownIdentity()) {
	const { pid, startedAt } = identity;
	const pidNamespace = ownNamespace();
	return {
		pid,
		startedAt,
		host: hostname(),
		...pidNamespace === void 0 ? {} : { pidNamespace }
	};
}
/** Reads what {@link markOf} made, from a file's text; `undefined` for anything else, such as what a crash of the machine left half-written. */
function parseMark(text) {
	try {
		const value = JSON.parse(text);
		return typeof value?.pid === "number" && typeof value.startedAt === "string" ? value : void 0;
	} catch {
		return;
	}
}
/**
* Judges whether a marked process lives. A name alone may change, and so do namespaces and boots when a container or machine of the same name
* starts again: only both together speak for another place.
*/
function lifeOf(mark) {
	const isSameBoot = bootOf(mark) === bootOf(ownIdentity());
	if (mark.pidNamespace === void 0 || mark.pidNamespace === ownNamespace() && isSameBoot) return isRunning(mark) ? "running" : "ended";
	if (mark.host !== void 0 && mark.host !== hostname()) return "elsewhere";
	return isSameBoot ? "unseen" : "ended";
}
function ownNamespace() {
	try {
		return readlinkSync("/proc/self/ns/pid");
	} catch {
		return;
	}
}
// packages/host/src/locks/stale-lock.ts
/**
* Makes a file appear with its whole content at once, and only where nothing was: a hard link can do both, so nobody sees half a lock.
*
* @returns false when there is a file already
*/
async function createExclusively(path, content) {
	const draft = `${path}.${randomUUID()}`;
	await writeFile(draft, content, { mode: 384 });
	try {
		await link(draft, path);
		return true;
	} catch (error) {
		if (error.code === "EEXIST") return false;
		throw error;
	} finally {
		await rm(draft, { force: true });
	}
}
/**
* Removes a lock whose holder has ended, and never the lock of somebody who took its place since. Moving the file away and looking then is
* not enough: until it is back, a third process takes the free place, and two have the lock. So whoever removes it first takes a lock on
* that, named after the stale content. A lock of that kind that a crash has left is removed in the same way.
*
* @returns true when this call removed it; else look at the lock again
*/
async function removeStaleLock({ path, stale, mine, isStale }) {
	const claim = claimPath(path, stale);
	if (!await createExclusively(claim, mine)) {
		const claimant = await contentOf(claim);
		if (claimant !== void 0 && await isStale(claimant, claim)) await removeStaleLock({
			path: claim,
			stale: claimant,
			mine,
			isStale
		});
		return false;
	}
	try {
		if (await contentOf(path) !== stale) return false;
		await rm(path, { force: true });
		return true;
	} finally {
		await rm(claim, { force: true });
	}
}
/** The content of a lock file; `undefined` when it is not there or cannot be read. */
async function contentOf(path) {
	return await readFile(path, "utf8").catch(() => void 0);
}
/** Where the lock on the removal of a stale lock stands: beside it, named after its content. */
function claimPath(path, stale) {
	return `${path}.${createHash("sha256").update(stale).digest("hex").slice(0, 16)}`;
}
// packages/host/src/locks/claim.ts
var MAX_ATTEMPTS = 200;
/** Whoever removes a stale claim needs no longer than this as a rule. */
var RETRY_MS = 5;
/** After this long, a claim that was made in another container is one that nobody is left to give up. */
var SURELY_OVER_MS = 864e5;
/**
* Takes a claim on something that one process at a time may have, for as long as that process runs: the claim of one that has ended, `kill -9`
* included, goes to the next who asks. It is a file that names its holder. Of many who ask at once, one gets it.
*
* @param file in a folder that exists and in which only this user can write
* @throws what Node reports when the file cannot be written
*/
async function claimFile(file, { owner = markOf(), isOver = isSurelyOver } = {}) {
	const mine = JSON.stringify(owner);
	const isStale = async (content, path) => {
		const holder = parseMark(content);
		return holder === void 0 || isOver(lifeOf(holder), await ageMs(path));
	};
	let wasStale = false;
	for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
		if (await createExclusively(file, mine)) return {
			outcome: "claimed",
			wasStale,
			release: () => release(file, mine)
		};
		const content = await contentOf(file);
		if (content === void 0) continue;
		const holder = parseMark(content);
		if (holder !== void 0 && !await isStale(content, file)) return {
			outcome: "held",
			holder,
			life: lifeOf(holder)
		};
		const removed = await removeStaleLock({
			path: file,
			stale: content,
			mine,
			isStale
		});
		if (!removed) await systemClock.sleep(RETRY_MS);
		wasStale = removed || wasStale;
	}
	return { outcome: "contended" };
}
function isSurelyOver(life, ageMs) {
	return life === "ended" || life !== "running" && ageMs > SURELY_OVER_MS;
}
async function release(file, mine) {
	if (await contentOf(file) === mine) await rm(file, { force: true });
}
/** How far from now a file was written: a time that lies ahead comes from a clock that was wrong. A file that is gone is new. */
async function ageMs(file) {
	const nowMs = systemClock.nowMs();
	const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: nowMs }));
	return Math.abs(nowMs - mtimeMs);
}
// packages/host/src/process/signal.ts
/**
* Sends a signal to a process that leads a group, and to all that it started in there, also when it has ended itself. Nothing is sent once its
* id belongs to another process. Synchronous, so that even the second Ctrl-C can use it.
*
* @returns false when there is no such group any more
*/
function signalGroup(leader, signal) {
	if (!Number.isSafeInteger(leader.pid) || leader.pid <= 1) return false;
	if (isRunning(identityOf(leader.pid)) && !isRunning(leader)) return false;
	return send(-leader.pid, signal);
}
function send(target, signal) {
	try {
		return process.kill(target, signal);
	} catch {
		return false;
	}
}
// packages/host/src/terminal.ts
var STANDARD_STREAMS = [
	0,
	1,
	2
];
/**
* Keeps a closed terminal from ending this process with SIGABRT: as it ends, Node puts the mode of its terminal back, and aborts where that
* fails, as it does on a terminal that is gone. A stream that was a terminal and no longer is one leads nowhere, so it is exchanged for
* `/dev/null`, which Node leaves alone.
*/
function surviveClosedTerminal() {
	const terminals = STANDARD_STREAMS.filter((descriptor) => isatty(descriptor));
	process.once("exit", () => {
		for (const descriptor of terminals.filter((each) => !isatty(each))) try {
			closeSync(descriptor);
			openSync("/dev/null", "r+");
		} catch {}
	});
}
export { claimFile, identityOf, signalGroup, surviveClosedTerminal };
