/* What a static dirac-pilot or dirac needs besides the C library. See docs/adr/0034-the-pilot-is-one-static-file.md. */
#include <errno.h>
#include <nss.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* A static program that loads the node's plugins gets the node's C library into its process, and the two disagree. So names are looked up by the
   modules that are linked in, whatever nsswitch.conf says. */
__attribute__((constructor)) static void use_built_in_modules(void)
{
    static const char *const databases[] = { "passwd", "group", "initgroups", "services", "protocols", "networks" };
    for (size_t i = 0; i < sizeof databases / sizeof *databases; i++)
        __nss_configure_lookup(databases[i], "files");
    __nss_configure_lookup("hosts", "files dns");

    /* OpenSSL's settings on the node are written for the node's OpenSSL. */
    setenv("OPENSSL_CONF", "/dev/null", 0);
}

/* The same holds for libraries asked for by name (Kerberos, OpenSSL's modules): they count as missing. One is there, since it is linked in: of the C
   library the pilot's PayloadLauncher asks for the addresses of these functions. */
static const struct { const char *name; void *address; } functions[] = {
    { "fork", fork }, { "setsid", setsid }, { "prctl", prctl }, { "getppid", getppid }, { "dup2", dup2 }, { "signal", signal },
    { "sigprocmask", sigprocmask }, { "setrlimit", setrlimit }, { "chdir", chdir }, { "execve", execve }, { "__errno_location", __errno_location },
    { "write", write }, { "_exit", _exit },
};

void *dlopen(const char *file, int mode)
{
    (void)mode;
    return file != NULL && strcmp(file, "libc.so.6") == 0 ? (void *)functions : NULL;
}

void *dlsym(void *handle, const char *name)
{
    for (size_t i = 0; handle == functions && i < sizeof functions / sizeof *functions; i++)
        if (strcmp(functions[i].name, name) == 0)
            return functions[i].address;
    return NULL;
}

int dlclose(void *handle)
{
    (void)handle;
    return 0;
}

char *dlerror(void)
{
    return "this program is static and loads no libraries";
}
