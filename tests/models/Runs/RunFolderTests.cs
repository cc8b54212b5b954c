using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.Runs;

namespace ILGpuAutoencoders.Tests.Models.Runs;

public sealed class RunFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("run-folder").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Of_many_that_start_in_one_folder_at_once_one_works_there()
    {
        for (int round = 0; round < 5; round++)
        {
            string path = Path.Combine(_folder, $"run-{round}");
            object[] outcomes = AtOnce(20, () => RunFolder.Create(path, "conv", ("config.yaml", "model: conv\n")));
            Assert.Equal(19, outcomes.Count(outcome => outcome is RunLockedException));
            using (Assert.Single(outcomes.OfType<RunFolder>()))
            {
                Assert.Equal("model: conv\n", File.ReadAllText(Path.Combine(path, "config.yaml")));
                Assert.All(AtOnce(5, () => RunFolder.Open(path)), outcome => Assert.IsType<RunLockedException>(outcome));
            }

            using (RunFolder.Open(path))
            {
                Assert.True(RunFolder.IsLocked(path));
            }

            Assert.False(RunFolder.IsLocked(path));
            Assert.Throws<ConfigurationException>(() => RunFolder.Create(path, "conv"));
        }

        Assert.Equal(5, Directory.GetFileSystemEntries(_folder).Length);
    }

    [Fact]
    public void Of_many_that_take_up_one_run_at_once_one_works_there()
    {
        string path = Path.Combine(_folder, "run");
        RunFolder.Create(path, "conv", ("config.yaml", "model: conv\n")).Dispose();
        for (int round = 0; round < 5; round++)
        {
            object[] outcomes = AtOnce(20, () => RunFolder.Open(path));
            Assert.Equal(19, outcomes.Count(outcome => outcome is RunLockedException));
            Assert.Single(outcomes.OfType<RunFolder>()).Dispose();
        }
    }

    /// <summary>What came of doing one thing in many threads at once: what it returned or threw.</summary>
    private static object[] AtOnce(int count, Func<object> work)
    {
        using var start = new Barrier(count);
        object[] outcomes = new object[count];
        Thread[] threads = [.. Enumerable.Range(0, count).Select(i => new Thread(() =>
        {
            start.SignalAndWait();
            try
            {
                outcomes[i] = work();
            }
            catch (Exception error) when (error is RunLockedException or ConfigurationException or IOException)
            {
                outcomes[i] = error;
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return outcomes;
    }
}
