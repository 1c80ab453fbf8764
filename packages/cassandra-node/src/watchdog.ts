import { spawn } from 'node:child_process';
import { identityOf, type ProcessIdentity } from '@ringside/host';

/**
 * Waits for the owner's end, then kills every node whose process file lies in the ring's folder, and every one whose storage folder does,
 * because the owner may have died before it recorded a process; removes the folder and the claim on the addresses. `$1` owner's process
 * id, `$2` folder, `$3` claim, `$4` when the owner started, because its id may be another process's by now; where that is not known, the id has to
 * do. A recorded pid is only killed while its command line names the folder. `read` leaves out the NULs that stand between the words of
 * /proc/<pid>/cmdline. A look at the owner starts no program where there is /proc: it is taken twice a second for as long as the ring lives.
 */
const SCRIPT = `
stored() { case "$1" in *"-Dcassandra.storagedir=$2/"*) true ;; *) false ;; esac; }
look() {
  if [ -r /proc/self/stat ]; then
    text=
    while IFS= read -r line || [ -n "$line" ]; do text="$text $line"; done 2>/dev/null < "/proc/$1/stat"
    set -- \${text##*) }
    state=$1 now=\${20}
  else
    state= now=$(LC_ALL=C ps -o lstart= -p "$1" 2>/dev/null | sed 's/^ *//; s/ *$//')
  fi
}
while kill -0 "$1" 2>/dev/null && [ -d "$2" ]; do
  look "$1"
  case "$4:$now" in :* | *:) ;; *) [ "$now" = "$4" ] || break ;; esac
  case "$state" in Z*) break ;; esac
  sleep 0.5
done
for round in 1 2 3; do
  for file in "$2"/*/process.json; do
    [ -f "$file" ] || continue
    pid=$(sed -n 's/.*"pid":\\([0-9]*\\).*/\\1/p' "$file")
    [ -n "$pid" ] || continue
    if [ -r "/proc/$pid/cmdline" ]; then
      grep -qF "$2" "/proc/$pid/cmdline" && kill -9 "$pid"
    else
      ps -o args= -p "$pid" 2>/dev/null | grep -qF "$2" && kill -9 "$pid"
    fi
  done
  if [ -r /proc/self/cmdline ]; then
    for file in /proc/[0-9]*/cmdline; do
      words=
      { IFS= read -r words < "$file"; } 2>/dev/null
      pid=\${file#/proc/}
      stored "$words" "$2" && kill -9 "\${pid%/cmdline}"
    done
  else
    ps -xww -o pid=,args= | while read -r pid words; do stored "$words" "$2" && kill -9 "$pid"; done
  fi
  sleep 0.2
done
rm -rf "$2"
[ -z "$3" ] || rm -f "$3"
`;

/**
 * Makes sure that nothing of a throwaway ring outlives its owner, however that ends, `kill -9` included: a small shell in a session of
 * its own looks twice a second whether the owner lives.
 *
 * @param owner the process whose end is the ring's end
 * @param directory the ring's folder; when it is gone, the watchdog ends too
 * @param claim the file of the address block, if there is one
 * @returns the watchdog's process
 */
export function startWatchdog(owner: ProcessIdentity, directory: string, claim: string | undefined): ProcessIdentity {
  const child = spawn('/bin/sh', ['-c', SCRIPT, 'ringside-watchdog', String(owner.pid), directory, claim ?? '', startOf(owner)], {
    cwd: '/',
    detached: true,
    stdio: 'ignore',
  });
  child.unref();
  return identityOf(child.pid ?? 0);
}

/** As the shell reads it: on Linux the ticks alone, since the boot cannot change under a process that runs. */
function startOf({ startedAt }: ProcessIdentity): string {
  return process.platform === 'linux' ? startedAt.slice(startedAt.lastIndexOf(':') + 1) : startedAt;
}
