using System.CommandLine;
using System.Reflection;
using ILGpuAutoencoders.Cli.Terminal;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>completion SHELL</c>: a script by which a shell completes commands, options and their values.</summary>
internal sealed class CompletionCommand : CliCommand
{
    private static readonly string[] s_shells = ["bash", "zsh", "fish", "pwsh"];

    private readonly Argument<string[]> _shell;

    internal CompletionCommand()
        : base("completion", """
            Prints the completion script of a shell, to be used like this.
              bash  source <(ilgpu-ae completion bash)               in ~/.bashrc
              zsh   source <(ilgpu-ae completion zsh)                in ~/.zshrc, after compinit
              fish  ilgpu-ae completion fish | source                in ~/.config/fish/config.fish
              pwsh  ilgpu-ae completion pwsh | Out-String | iex      in $PROFILE
            """)
    {
        _shell = AddArgument("SHELL", string.Join(", ", s_shells), ArgumentArity.ExactlyOne, s_shells);
        _shell.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !s_shells.Contains(token.Value))
            {
                result.AddError($"completion: there is no script for '{token.Value}'; use one of {string.Join(", ", s_shells)}.");
            }
        });
    }

    protected override int Run(Invocation invocation)
    {
        string shell = invocation.Result.GetRequiredValue(_shell)[0];
        using var script = Assembly.GetExecutingAssembly().GetManifestResourceStream($"completion.{shell}")
            ?? throw new InvalidOperationException($"The program holds no completion script for {shell}.");
        invocation.Console.Output.Write(new StreamReader(script).ReadToEnd());
        return ExitCodes.Ok;
    }
}
