using Dirac.Hosting;
using Dirac.Hosting.Configuration;
using Dirac.Hosting.Rpc;
using Dirac.Hosting.Serving;
using Dirac.Model.Configuration;
using Dirac.Persistence;
using Dirac.Security.Tokens;
using Dirac.Tasks;
using Dirac.Testing;
using Dirac.Workload.Jobs.Operations;
using Dirac.Workload.Ports;
using Dirac.Workload.Sets;
using Dirac.Workload.SiteDirection;
using Dirac.Workload.Tests.Sets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dirac.Workload.Tests.Support;

/// <summary>The rooms put together as in production, on a free loopback port. Triggers are off: a test starts a round itself.</summary>
public sealed class WorkloadServer : IAsyncDisposable
{
    /// <summary>A VO that shows jobs to their owners only.</summary>
    public const string PrivateVo = "privatevo";

    private const string Configuration = """
        Registry
        {
          Users
          {
            ann
            {
              Email = ann@example.org
            }
          }
        }
        Operations
        {
          privatevo
          {
            Services
            {
              JobMonitoring
              {
                GlobalJobsInfo = False
              }
            }
          }
        }
        Resources
        {
          Sites
          {
            DIRAC
            {
              DIRAC.Test.local
              {
              }
              DIRAC.Other.local
              {
                LeaseSeconds = 7200
              }
            }
          }
        }
        """;

    private readonly TempFolder _folder;
    private readonly TestDatabases _databases;
    private readonly WebApplication _app;
    private readonly HttpClient _client;
    private readonly SemaphoreSlim _configuring = new(1);

    private WorkloadServer(TempFolder folder, TestDatabases databases, WebApplication app, SmtpStandIn mail)
    {
        Mail = mail;
        _folder = folder;
        _databases = databases;
        _app = app;
        _client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public IServiceProvider Services => _app.Services;

    /// <summary>Where the server hands in its mails.</summary>
    internal SmtpStandIn Mail { get; }

    /// <summary>Which owners have proxies.</summary>
    internal FakeOwnerProxies Proxies => Services.GetRequiredService<FakeOwnerProxies>();

    /// <summary>What owners may do.</summary>
    internal FakeOwnerRights Rights => Services.GetRequiredService<FakeOwnerRights>();

    /// <summary>What is said of sites.</summary>
    internal FakeResourceStatuses Statuses => Services.GetRequiredService<FakeResourceStatuses>();

    /// <summary>The pilot that is sent to nodes; there is none until a test writes it.</summary>
    public string PilotFile => _folder.File("pilot");

    public string Sandboxes => _folder.File("sandboxes");

    public WebApplication Application => _app;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts a server, with a configuration of its own when the test needs one.</summary>
    public static async Task<WorkloadServer> StartAsync(Engine engine, string configuration = Configuration)
    {
        var databases = await TestDatabases.CreateAsync(engine, services => services.AddWorkload());
        var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("dirac.cfg"), configuration, Cancellation);
        var hosting = new HostingOptions
        {
            DataDirectory = folder.File("data"),
            ConfigurationFiles = [folder.File("dirac.cfg")],
            Urls = ["http://127.0.0.1:0"],
            InsecureHttp = true,
        };
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelCore().UseDiracKestrel(hosting);
        builder.Services.AddDiracHosting(hosting).AddPersistence(databases.Settings);
        builder.Services.AddSingleton<FakeOwnerProxies>().AddSingleton<IOwnerProxies>(provider => provider.GetRequiredService<FakeOwnerProxies>());
        builder.Services.AddSingleton<FakeOwnerRights>().AddSingleton<IOwnerRights>(provider => provider.GetRequiredService<FakeOwnerRights>());
        builder.Services.AddSingleton<FakeResourceStatuses>().AddSingleton<IResourceStatuses>(provider => provider.GetRequiredService<FakeResourceStatuses>());
        builder.Services.AddSingleton<IPilotGateway, FakePilotGateway>();
        builder.Services.AddDiracRpc().AddWorkload();
        builder.Services.Configure<SiteDirectionOptions>(options => options.PilotFile = folder.File("pilot"));
        builder.Services.Configure<WorkloadOptions>(options => Configure(options, folder));
        builder.Services.Configure<OperationOptions>(options => options.OperationChunk = 20);
        var mail = new SmtpStandIn();
        builder.Services.Configure<JobSetOptions>(options => Configure(options, mail));
        builder.Services.AddTasks(options => options.RunTriggers = false);
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        var app = builder.Build();
        app.UseRouting();
        app.UseDiracHosting();
        app.MapDiracHosting();
        app.MapWorkload();
        app.MapDiracRpc();
        await app.StartAsync(CancellationToken.None);
        return new WorkloadServer(folder, databases, app, mail);
    }

    internal Session As(UserIdentity user, TimeSpan? lifetime = null) => new(_client, Services.GetRequiredService<TokenIssuer>().Issue(user, lifetime).Value);

    internal Session As(PilotIdentity pilot) => new(_client, Services.GetRequiredService<TokenIssuer>().Issue(pilot).Value);

    /// <summary>A caller with this token, or with none.</summary>
    internal Session With(string? token) => new(_client, token);

    public IDatabase Database(string name) => Services.GetRequiredService<IDatabases>().Get(name);

    public Task<long> CountAsync(string database, string table, string where = "1 = 1") => Database(database).ReadAsync(
        (session, token) => session.ScalarAsync<long>($"SELECT COUNT(*) FROM {{{table}}} WHERE {where}", null, token), Cancellation);

    /// <summary>The task queue of a job; 0 when it is in none.</summary>
    public Task<long> QueueOfAsync(long job) => Database("TaskQueueDB").ReadAsync(
        (session, token) => session.ScalarAsync<long>("SELECT COALESCE(MAX(TQId), 0) FROM {tq_Jobs} WHERE JobId = @job", new { job }, token), Cancellation);

    /// <summary>Changes rows behind the server's back: as if time had passed, or something had died.</summary>
    public Task ExecuteAsync(string database, string sql) =>
        Database(database).WriteAsync((session, token) => session.ExecuteAsync(sql, null, token), Cancellation);

    /// <summary>Puts another configuration in force; as an editor does, by a new file in place of the old one.</summary>
    public async Task ReconfigureAsync(string configuration)
    {
        var snapshots = Services.GetRequiredService<IConfigurationSnapshots>();
        var before = snapshots.Current;
        await File.WriteAllTextAsync(_folder.File("dirac.cfg.new"), configuration, Cancellation);
        File.Move(_folder.File("dirac.cfg.new"), _folder.File("dirac.cfg"), overwrite: true);
        await Eventually.SeeAsync(() => Task.FromResult(snapshots.Current), now => now != before, "The new configuration");
    }

    /// <summary>Starts a round of periodic work.</summary>
    public Task StartRoundAsync<TMessage>(TMessage round) => Database("JobDB").WriteAsync(
        (session, token) => Services.GetRequiredService<ITaskQueue>().EnqueueAsync(session, [new NewTask<TMessage>(round)], token), Cancellation);

    /// <summary>Does a round of periodic work and waits for its end.</summary>
    public async Task RoundAsync<TMessage>(TMessage round, string task)
    {
        await StartRoundAsync(round);
        await Eventually.SeeAsync(() => CountAsync("JobDB", "x_Tasks", $"Name = '{task}'"), count => count == 0, $"The end of {task}");
    }

    /// <summary>Sets one option of the configuration, leaves others as they are, and waits until that is in force. Tests may do it at the same time.</summary>
    public async Task ConfigureAsync(string path, string value)
    {
        var snapshots = Services.GetRequiredService<IConfigurationSnapshots>();
        await _configuring.WaitAsync(Cancellation);
        try
        {
            var before = Cfg.Parse(await File.ReadAllTextAsync(_folder.File("dirac.cfg"), Cancellation));
            await File.WriteAllTextAsync(_folder.File("dirac.cfg.new"), Cfg.Write(before.With(path, value)), Cancellation);
            File.Move(_folder.File("dirac.cfg.new"), _folder.File("dirac.cfg"), overwrite: true);
        }
        finally
        {
            _configuring.Release();
        }

        await Eventually.SeeAsync(() => Task.FromResult(snapshots.Current.Root.GetOption(path)), now => now == value, path);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _configuring.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await _databases.DisposeAsync();
        await Mail.DisposeAsync();
        _folder.Dispose();
    }

    private static void Configure(JobSetOptions options, SmtpStandIn mail)
    {
        options.AllowHttpToLoopback = true;
        options.MailHost = "127.0.0.1";
        options.MailPort = mail.Port;
        options.MailProtection = MailProtection.None;
        options.MailFrom = "dirac@example.org";
        options.MailRecipients = ["@lists.example.org"];
    }

    private static void Configure(WorkloadOptions options, TempFolder folder)
    {
        options.SandboxDirectory = folder.File("sandboxes");
        options.RescueStartDelaySeconds = 0;
        options.LeaseGraceSeconds = 0;
        options.MaxJobsPerSubmission = 2_000;
        options.MaxSandboxBytes = 1 << 20;
    }
}
